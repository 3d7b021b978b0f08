CREATE OR REPLACE VIEW bi_v1.fact_evaluation AS
SELECT e.key AS evaluation_key, e.id AS evaluation_id, r.id AS run_id, b.key AS benchmark_key, m.key AS model_key,
  j.key AS judge_key, bi_internal.utc_day(e.created_at) AS date_key, bi_internal.settings_text(r.settings) AS settings,
  r.samples_per_question, e.status::text AS status, e.is_import, e.expected, e.responses, e.done, e.created_at,
  e.started_at, e.finished_at, extract(epoch FROM e.finished_at - e.started_at)::double precision AS seconds,
  CASE WHEN e.status IN ('QUEUED', 'RUNNING') THEN NULL ELSE e.reason END AS reason,
  e.requests::double precision AS requests, e.tokens::double precision AS tokens,
  e.prompt_tokens::double precision AS prompt_tokens, e.cached_tokens::double precision AS cached_tokens,
  e.completion_tokens::double precision AS completion_tokens, e.cost
FROM evaluations e JOIN runs r ON r.id = e.run_id LEFT JOIN benchmarks b ON b.id = r.benchmark_id
  LEFT JOIN models m ON m.id = r.model_id LEFT JOIN judges j ON j.id = e.judge_id;
COMMENT ON COLUMN bi_v1.fact_evaluation.started_at IS 'When a worker first took some of it up, in UTC; null until then.';
COMMENT ON COLUMN bi_v1.fact_evaluation.reason IS 'Why the judge has no answer to some of it; null where it has one to all, and while it is open.';
COMMENT ON COLUMN bi_v1.fact_evaluation.requests IS 'Requests to a judge behind a server, repeated ones too; null for other judges.';
COMMENT ON COLUMN bi_v1.fact_evaluation.tokens IS 'Tokens of prompts and answers together; null where the server does not tell.';
COMMENT ON COLUMN bi_v1.fact_evaluation.prompt_tokens IS 'Tokens of prompts, pictures included.';
COMMENT ON COLUMN bi_v1.fact_evaluation.cached_tokens IS 'Those of the prompts that the server had kept from an earlier one.';
COMMENT ON COLUMN bi_v1.fact_evaluation.completion_tokens IS 'Tokens of answers, reasoning included.';
COMMENT ON COLUMN bi_v1.fact_evaluation.cost IS 'What the server or gateway charged, in its currency; null where it does not tell.';
--> statement-breakpoint

CREATE OR REPLACE VIEW bi.fact_evaluation AS SELECT * FROM bi_v1.fact_evaluation;
DO $$
BEGIN
  EXECUTE (SELECT string_agg(format('COMMENT ON COLUMN bi.fact_evaluation.%I IS %L;', attname, col_description(attrelid, attnum)), ' ')
    FROM pg_attribute WHERE attrelid = 'bi_v1.fact_evaluation'::regclass AND attnum > 0);
END $$;
