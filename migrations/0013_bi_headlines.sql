-- What an evaluation refers to, by the keys of the views, which never change: a filter by model reads the scores of its
-- evaluations and no others only where few tables are joined (join_collapse_limit).
ALTER TABLE evaluations ADD COLUMN benchmark_key integer, ADD COLUMN model_key integer, ADD COLUMN judge_key integer;
CREATE FUNCTION bi_internal.place_evaluation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT b.key, m.key FROM public.runs r JOIN public.benchmarks b ON b.id = r.benchmark_id
    JOIN public.models m ON m.id = r.model_id WHERE r.id = NEW.run_id INTO NEW.benchmark_key, NEW.model_key;
  SELECT j.key FROM public.judges j WHERE j.id = NEW.judge_id INTO NEW.judge_key;
  RETURN NEW;
END $$;
CREATE TRIGGER place_evaluation BEFORE INSERT ON evaluations FOR EACH ROW EXECUTE FUNCTION bi_internal.place_evaluation();
UPDATE evaluations e SET benchmark_key = b.key, model_key = m.key, judge_key = j.key
FROM runs r, benchmarks b, models m, judges j
WHERE r.id = e.run_id AND b.id = r.benchmark_id AND m.id = r.model_id AND j.id = e.judge_id;
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.fact_score AS
SELECT s.evaluation_id, e.key AS evaluation_key, e.benchmark_key, e.model_key, e.judge_key, p.key AS slice_key,
  c.key AS criterion_key, bi_internal.utc_day(s.created_at) AS date_key, s.question_id, q.external_id AS question,
  s.response_id, a.sample_index, s.outcome::text AS outcome, s.value, s.official_value, s.reason, s.created_at
FROM scores s LEFT JOIN evaluations e ON e.id = s.evaluation_id LEFT JOIN slices p ON p.id = s.slice_id
  LEFT JOIN criteria c ON c.id = s.criterion_id LEFT JOIN questions q ON q.id = s.question_id
  LEFT JOIN responses a ON a.id = s.response_id;
--> statement-breakpoint

-- Numbers with their intervals, as they are printed: those of the official reading with the digits of the published script.
-- An interval contains its number: an end of the scale that the number is beyond does not cut it.
CREATE VIEW bi_internal.intervals AS
SELECT y.is_strict, y.evaluation_id, y.category_id, y.aggregation, y.higher_is_better, y.holes, y.expected_scores, y.n,
  y.expected, y.scale_min, y.scale_max, y.estimate, y.variance, y.degrees, y.critical, y.mean, y.percent, y.low, y.high,
  -- Of a rounded percent, too.
  CASE WHEN y.low IS NOT NULL THEN least(y.percent, (y.low - y.scale_min) / (y.scale_max - y.scale_min) * 100) END
    AS percent_low,
  CASE WHEN y.high IS NOT NULL THEN greatest(y.percent, (y.high - y.scale_min) / (y.scale_max - y.scale_min) * 100) END
    AS percent_high, y.is_headline
FROM (
  SELECT x.*, o.mean, CASE WHEN x.is_strict THEN q.percent
      ELSE coalesce(round(q.percent::numeric, x.official_percent_digits)::double precision, q.percent) END AS percent,
    CASE WHEN x.proportion IS NOT NULL
        THEN least(o.mean, x.exact, x.scale_min + bi_internal.wilson_low(x.proportion, x.clusters) * (x.scale_max - x.scale_min))
      WHEN x.half IS NOT NULL THEN least(o.mean, x.exact, x.estimate,
        CASE WHEN bi_internal.place(x.estimate, x.scale_min, x.scale_max) IS NULL AND x.estimate < x.scale_min
          THEN x.estimate - x.half ELSE greatest(x.scale_min, x.estimate - x.half) END) END AS low,
    CASE WHEN x.proportion IS NOT NULL
        THEN greatest(o.mean, x.exact, x.scale_min + bi_internal.wilson_high(x.proportion, x.clusters) * (x.scale_max - x.scale_min))
      WHEN x.half IS NOT NULL THEN greatest(o.mean, x.exact, x.estimate,
        CASE WHEN bi_internal.place(x.estimate, x.scale_min, x.scale_max) IS NULL AND x.estimate > x.scale_max
          THEN x.estimate + x.half ELSE least(x.scale_max, x.estimate + x.half) END) END AS high
  FROM (
    SELECT t.is_strict, t.evaluation_id, t.category_id, t.aggregation, t.higher_is_better, t.holes, t.expected_scores, t.n,
      t.expected, t.scale_min, t.scale_max, t.mean AS exact, t.estimate, t.variance, t.degrees, t.proportion, t.clusters,
      t.critical, CASE WHEN t.proportion IS NULL THEN t.critical * sqrt(t.variance) END AS half,
      coalesce(t.mean, CASE WHEN NOT t.is_strict AND t.judged > 0 THEN b.official_of_none END) AS unrounded,
      b.official_mean_digits, b.official_percent_digits,
      -- A benchmark that must not be one number has those of its categories.
      t.category_id IS NULL OR b.headline_aggregation IS NULL AND b.headline_criterion IS NULL AS is_headline
    FROM (
      SELECT n.*, CASE WHEN n.variance IS NOT NULL THEN bi_internal.t975(nullif(n.degrees, 0)) END AS critical
      FROM bi_internal.numbers n OFFSET 0
    ) AS t
      JOIN evaluations e ON e.id = t.evaluation_id JOIN benchmarks b ON b.key = e.benchmark_key
  ) AS x
    CROSS JOIN LATERAL (SELECT CASE WHEN x.is_strict THEN x.exact ELSE coalesce(round(x.unrounded * 10 ^ x.official_mean_digits)
      / 10 ^ x.official_mean_digits, x.unrounded) END AS mean) AS o
    CROSS JOIN LATERAL (SELECT (o.mean - x.scale_min) / (x.scale_max - x.scale_min) * 100 AS percent) AS q
) AS y;
--> statement-breakpoint

-- The rows of both leaderboards.
CREATE VIEW bi_internal.boards AS
SELECT z.*, CASE WHEN z.is_complete AND z.variance IS NOT NULL THEN (
    SELECT 1 + count(*)
    FROM unnest(z.estimates, z.variances, z.all_degrees, z.all_critical) AS o(estimate, variance, degrees, critical)
    CROSS JOIN LATERAL (SELECT
      CASE WHEN z.higher_is_better THEN o.estimate - z.estimate ELSE z.estimate - o.estimate END AS lead,
      sqrt(o.variance + z.variance) AS deviation) AS d
    WHERE d.lead > 0 AND CASE
      -- Degrees of freedom of a difference are no fewer than those of the lesser side, and no more than infinite.
      WHEN d.lead > greatest(o.critical, z.critical) * d.deviation THEN true
      WHEN d.lead < 1.9599 * d.deviation THEN false
      ELSE d.lead > d.deviation * bi_internal.t975(1 / ((o.variance / d.deviation ^ 2) ^ 2 / nullif(o.degrees, 0)
        + (z.variance / d.deviation ^ 2) ^ 2 / nullif(z.degrees, 0))) END
  )::integer END AS rank
FROM (
  SELECT y.*,
    array_agg(y.estimate) FILTER (WHERE y.is_complete AND y.variance IS NOT NULL) OVER board AS estimates,
    array_agg(y.variance) FILTER (WHERE y.is_complete AND y.variance IS NOT NULL) OVER board AS variances,
    array_agg(y.degrees) FILTER (WHERE y.is_complete AND y.variance IS NOT NULL) OVER board AS all_degrees,
    array_agg(y.critical) FILTER (WHERE y.is_complete AND y.variance IS NOT NULL) OVER board AS all_critical
  FROM (
    SELECT i.*, v.benchmark_id, v.judge_id, v.model_id, v.settings, v.evaluation_key, v.status, v.evaluated_at,
      i.holes = 0 AND i.expected_scores > 0 AND v.status NOT IN ('QUEUED', 'RUNNING') AS is_complete
    FROM bi_internal.intervals i JOIN bi_internal.shown v ON v.evaluation_id = i.evaluation_id
  ) AS y
  WINDOW board AS (PARTITION BY y.is_strict, y.benchmark_id, y.judge_id, y.category_id)
) AS z;
--> statement-breakpoint

DO $$
DECLARE
  board text;
BEGIN
  FOREACH board IN ARRAY ARRAY['leaderboard_official', 'leaderboard_strict'] LOOP
    EXECUTE format($view$CREATE OR REPLACE VIEW bi_v1.%I AS
      SELECT b.key AS benchmark_key, b.slug AS benchmark, j.key AS judge_key, j.name AS judge, j.revision AS judge_revision,
        w.judge_id IS NOT NULL AS is_newest_judge, m.key AS model_key, m.name AS model,
        bi_internal.settings_text(s.settings) AS settings, s.evaluation_key, s.status::text AS status,
        s.category_id IS NULL AS is_whole, c.key AS slice_key, c.slug AS category, c.name AS category_name, s.rank,
        s.is_complete, s.mean, s.percent, s.low, s.high, s.n::integer AS n, s.expected::integer AS expected, s.scale_min,
        s.scale_max, s.aggregation::text AS aggregation, s.evaluated_at, bi_internal.utc_day(s.evaluated_at) AS date_key,
        w.judge_id IS NOT NULL AS is_board_judge, s.percent_low, s.percent_high, s.is_headline
      FROM bi_internal.boards s JOIN benchmarks b ON b.id = s.benchmark_id JOIN judges j ON j.id = s.judge_id
        JOIN models m ON m.id = s.model_id LEFT JOIN slices c ON c.id = s.category_id
        LEFT JOIN bi_internal.newest_judges w ON w.benchmark_id = s.benchmark_id AND w.judge_id = s.judge_id
      WHERE s.is_strict = %L$view$, board, board = 'leaderboard_strict');
    EXECUTE format('COMMENT ON COLUMN bi_v1.%I.percent_low IS %L', board,
      'Lower end of the 95 % interval, as percent is: of the way from scale_min to scale_max.');
    EXECUTE format('COMMENT ON COLUMN bi_v1.%I.percent_high IS %L', board, 'Upper end, as percent_low.');
    EXECUTE format('COMMENT ON COLUMN bi_v1.%I.is_headline IS %L', board,
      'Whether this is a number of the benchmark itself: the whole, or each category of a benchmark that must not be one number.');
  END LOOP;
END $$;
DROP VIEW bi_internal.standings;
--> statement-breakpoint

-- The same numbers of every evaluation, not only of those that leaderboards show.
CREATE VIEW bi_internal.evaluated AS
SELECT e.id AS evaluation_id, r.samples_per_question FROM evaluations e JOIN runs r ON r.id = e.run_id;
DO $$
DECLARE
  step text;
BEGIN
  FOREACH step IN ARRAY ARRAY['sums', 'means', 'numbers', 'intervals'] LOOP
    EXECUTE format('CREATE VIEW bi_internal.all_%s AS %s', step, regexp_replace(regexp_replace(
      pg_get_viewdef(format('bi_internal.%I', step)::regclass), 'bi_internal\.shown\M', 'bi_internal.evaluated', 'g'),
      'bi_internal\.(sums|means|numbers)\M', 'bi_internal.all_\1', 'g'));
  END LOOP;
END $$;
--> statement-breakpoint

CREATE VIEW bi_v1.fact_headline AS
SELECT e.key AS evaluation_key, e.benchmark_key, e.model_key, e.judge_key, c.key AS slice_key,
  bi_internal.utc_day(coalesce(e.finished_at, e.created_at)) AS date_key,
  b.name || coalesce(': ' || c.name, '') AS headline, m.name || coalesce(', ' || nullif(t.settings, ''), '') AS entry,
  b.slug AS benchmark, m.name AS model, t.settings, c.slug AS category, c.name AS category_name,
  s.category_id IS NULL AS is_whole, s.is_headline,
  e.id IN (SELECT v.evaluation_id FROM bi_internal.shown v) AS is_current,
  (r.benchmark_id, e.judge_id) IN (SELECT w.benchmark_id, w.judge_id FROM bi_internal.newest_judges w) AS is_board_judge,
  e.status::text AS status,
  s.holes = 0 AND s.expected_scores > 0 AND e.status NOT IN ('QUEUED', 'RUNNING', 'CANCELLED', 'FAILED') AS is_complete,
  coalesce(e.finished_at, e.created_at) AS evaluated_at, s.percent, s.percent_low, s.percent_high, s.mean, s.low, s.high,
  s.n::integer AS n, s.expected::integer AS expected, s.official_percent, s.official_percent_low, s.official_percent_high,
  s.official_mean, s.official_low, s.official_high, s.official_n::integer AS official_n, s.scale_min, s.scale_max,
  s.aggregation::text AS aggregation
FROM (
  SELECT i.evaluation_id, i.category_id, bool_or(i.is_headline) AS is_headline, max(i.aggregation) AS aggregation,
    max(i.holes) AS holes, max(i.expected_scores) AS expected_scores, max(i.expected) AS expected,
    max(i.scale_min) AS scale_min, max(i.scale_max) AS scale_max,
    max(i.percent) FILTER (WHERE i.is_strict) AS percent, max(i.percent_low) FILTER (WHERE i.is_strict) AS percent_low,
    max(i.percent_high) FILTER (WHERE i.is_strict) AS percent_high, max(i.mean) FILTER (WHERE i.is_strict) AS mean,
    max(i.low) FILTER (WHERE i.is_strict) AS low, max(i.high) FILTER (WHERE i.is_strict) AS high,
    max(i.n) FILTER (WHERE i.is_strict) AS n, max(i.percent) FILTER (WHERE NOT i.is_strict) AS official_percent,
    max(i.percent_low) FILTER (WHERE NOT i.is_strict) AS official_percent_low,
    max(i.percent_high) FILTER (WHERE NOT i.is_strict) AS official_percent_high,
    max(i.mean) FILTER (WHERE NOT i.is_strict) AS official_mean, max(i.low) FILTER (WHERE NOT i.is_strict) AS official_low,
    max(i.high) FILTER (WHERE NOT i.is_strict) AS official_high, max(i.n) FILTER (WHERE NOT i.is_strict) AS official_n
  FROM bi_internal.all_intervals i GROUP BY i.evaluation_id, i.category_id
) AS s
  JOIN evaluations e ON e.id = s.evaluation_id JOIN runs r ON r.id = e.run_id JOIN benchmarks b ON b.id = r.benchmark_id
  JOIN models m ON m.id = r.model_id LEFT JOIN slices c ON c.id = s.category_id
  CROSS JOIN LATERAL (SELECT bi_internal.settings_text(r.settings) AS settings) AS t;
COMMENT ON VIEW bi_v1.fact_headline IS 'The numbers of benchmarks, as a whole and by category, of every evaluation that there ever was: what a trend is drawn from. Those of today alone are in board_headline.';
COMMENT ON COLUMN bi_v1.fact_headline.evaluation_key IS 'The evaluation: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.fact_headline.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.fact_headline.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.fact_headline.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.fact_headline.slice_key IS 'The category: dim_slice.slice_key; null for the whole.';
COMMENT ON COLUMN bi_v1.fact_headline.date_key IS 'Day of evaluated_at: dim_date.date_key.';
COMMENT ON COLUMN bi_v1.fact_headline.headline IS 'What the number is of, for people: the benchmark, or one of its categories.';
COMMENT ON COLUMN bi_v1.fact_headline.entry IS 'The model with its settings, for people.';
COMMENT ON COLUMN bi_v1.fact_headline.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.fact_headline.model IS 'Name of the model.';
COMMENT ON COLUMN bi_v1.fact_headline.settings IS 'What the run was made with, as name=value, name=value; empty for none.';
COMMENT ON COLUMN bi_v1.fact_headline.category IS 'Slug of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.fact_headline.category_name IS 'Name of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.fact_headline.is_whole IS 'True in the row of the whole benchmark, false in those of its categories. A benchmark that must not be one number has no row of the whole.';
COMMENT ON COLUMN bi_v1.fact_headline.is_headline IS 'Whether this is a number of the benchmark itself: the whole, or each category of a benchmark that must not be one number.';
COMMENT ON COLUMN bi_v1.fact_headline.is_current IS 'Whether leaderboards show the evaluation: of its judge, model and settings the newest.';
COMMENT ON COLUMN bi_v1.fact_headline.is_board_judge IS 'Whether the judge is the one that the board of the benchmark shows unless another is named. Judges do not compare.';
COMMENT ON COLUMN bi_v1.fact_headline.status IS 'Status of the evaluation: QUEUED, RUNNING, COMPLETED, PARTIAL, FAILED or CANCELLED.';
COMMENT ON COLUMN bi_v1.fact_headline.is_complete IS 'Whether the evaluation is closed and nothing of this part is missing.';
COMMENT ON COLUMN bi_v1.fact_headline.evaluated_at IS 'When the evaluation was closed, or asked for while it is open, in UTC.';
COMMENT ON COLUMN bi_v1.fact_headline.percent IS 'The mean as percent of the way from scale_min to scale_max, strictly read; null without scores.';
COMMENT ON COLUMN bi_v1.fact_headline.percent_low IS 'Lower end of the 95 % interval of percent, questions as clusters; null where it cannot be told.';
COMMENT ON COLUMN bi_v1.fact_headline.percent_high IS 'Upper end, as percent_low.';
COMMENT ON COLUMN bi_v1.fact_headline.mean IS 'In units of the scale, strictly read; null without scores.';
COMMENT ON COLUMN bi_v1.fact_headline.low IS 'Lower end of the 95 % interval of mean, in units of the scale.';
COMMENT ON COLUMN bi_v1.fact_headline.high IS 'Upper end, as low.';
COMMENT ON COLUMN bi_v1.fact_headline.n IS 'What the mean is over: scores, responses under MEAN_RESPONSE_SUM, questions under ANY_OF_N.';
COMMENT ON COLUMN bi_v1.fact_headline.expected IS 'What n is in a full run.';
COMMENT ON COLUMN bi_v1.fact_headline.official_percent IS 'The official mean as percent of the way from scale_min to scale_max.';
COMMENT ON COLUMN bi_v1.fact_headline.official_percent_low IS 'Lower end of the 95 % interval of official_percent.';
COMMENT ON COLUMN bi_v1.fact_headline.official_percent_high IS 'Upper end, as official_percent_low.';
COMMENT ON COLUMN bi_v1.fact_headline.official_mean IS 'As the published script reads, aggregates and prints, in units of the scale.';
COMMENT ON COLUMN bi_v1.fact_headline.official_low IS 'Lower end of the 95 % interval of official_mean, in units of the scale.';
COMMENT ON COLUMN bi_v1.fact_headline.official_high IS 'Upper end, as official_low.';
COMMENT ON COLUMN bi_v1.fact_headline.official_n IS 'What official_mean is over, as n.';
COMMENT ON COLUMN bi_v1.fact_headline.scale_min IS 'Lowest possible mean.';
COMMENT ON COLUMN bi_v1.fact_headline.scale_max IS 'Highest possible mean.';
COMMENT ON COLUMN bi_v1.fact_headline.aggregation IS 'How it was computed: MEAN, MEAN_RESPONSE_SUM, MEAN_OF_CATEGORY_MEANS or ANY_OF_N.';
--> statement-breakpoint

CREATE VIEW bi_v1.board_headline AS
SELECT d.benchmark_name || CASE WHEN l.is_whole THEN '' ELSE ': ' || l.category_name END AS headline,
  l.model || CASE l.settings WHEN '' THEN '' ELSE ', ' || l.settings END AS entry, l.benchmark, l.category, l.model,
  l.settings, l.judge, l.rank, l.is_complete, l.status, l.percent, l.percent_low, l.percent_high, l.mean, l.low, l.high,
  l.scale_min, l.scale_max, l.n, l.expected, l.evaluated_at, l.benchmark_key, l.model_key, l.judge_key, l.slice_key,
  l.evaluation_key, l.date_key
FROM bi_v1.leaderboard_strict l JOIN bi_v1.dim_benchmark d ON d.benchmark_key = l.benchmark_key
WHERE l.is_headline AND l.is_board_judge;
COMMENT ON VIEW bi_v1.board_headline IS 'The numbers of benchmarks as their boards show them unasked, one row per headline and entry, strictly read. There is nothing to join and nothing to filter: a plain average by headline and entry is the number itself.';
COMMENT ON COLUMN bi_v1.board_headline.headline IS 'What the number is of: the benchmark, or one of its categories where it must not be one number. Numbers of two headlines have no common mean.';
COMMENT ON COLUMN bi_v1.board_headline.entry IS 'The model with its settings.';
COMMENT ON COLUMN bi_v1.board_headline.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.board_headline.category IS 'Slug of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.board_headline.model IS 'Name of the model.';
COMMENT ON COLUMN bi_v1.board_headline.settings IS 'What the run was made with, as name=value, name=value; empty for none.';
COMMENT ON COLUMN bi_v1.board_headline.judge IS 'Name of the judge.';
COMMENT ON COLUMN bi_v1.board_headline.rank IS '1 + the number of entries clearly above under the same headline; equal where the data cannot tell them apart; null while incomplete, and without an interval.';
COMMENT ON COLUMN bi_v1.board_headline.is_complete IS 'Whether the evaluation is closed and nothing is missing.';
COMMENT ON COLUMN bi_v1.board_headline.status IS 'Status of the evaluation.';
COMMENT ON COLUMN bi_v1.board_headline.percent IS 'The mean as percent of the way from scale_min to scale_max; null without scores.';
COMMENT ON COLUMN bi_v1.board_headline.percent_low IS 'Lower end of the 95 % interval of percent, questions as clusters; null where it cannot be told.';
COMMENT ON COLUMN bi_v1.board_headline.percent_high IS 'Upper end, as percent_low.';
COMMENT ON COLUMN bi_v1.board_headline.mean IS 'In units of the scale.';
COMMENT ON COLUMN bi_v1.board_headline.low IS 'Lower end of the 95 % interval of mean, in units of the scale.';
COMMENT ON COLUMN bi_v1.board_headline.high IS 'Upper end, as low.';
COMMENT ON COLUMN bi_v1.board_headline.scale_min IS 'Lowest possible mean.';
COMMENT ON COLUMN bi_v1.board_headline.scale_max IS 'Highest possible mean.';
COMMENT ON COLUMN bi_v1.board_headline.n IS 'What the mean is over: scores, responses under MEAN_RESPONSE_SUM, questions under ANY_OF_N.';
COMMENT ON COLUMN bi_v1.board_headline.expected IS 'What n is in a full run.';
COMMENT ON COLUMN bi_v1.board_headline.evaluated_at IS 'When the evaluation was closed, or asked for while it is open, in UTC.';
COMMENT ON COLUMN bi_v1.board_headline.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.board_headline.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.board_headline.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.board_headline.slice_key IS 'The category: dim_slice.slice_key; null for the whole.';
COMMENT ON COLUMN bi_v1.board_headline.evaluation_key IS 'The evaluation: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.board_headline.date_key IS 'Day of evaluated_at: dim_date.date_key.';
--> statement-breakpoint

-- Whether a benchmark's number is made of the mean of a criterion's values in a category.
CREATE FUNCTION bi_internal.is_headline(headline text, criterion text, aggregation aggregation) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN headline IS NULL THEN aggregation = 'MEAN'
  ELSE criterion = headline AND aggregation IN ('MEAN', 'MEAN_RESPONSE_SUM') END;
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.dim_criterion AS
SELECT c.key AS criterion_key, c.id AS criterion_id, b.key AS benchmark_key, b.slug AS benchmark, c.slug AS criterion,
  c.name AS criterion_name, c.description, s.slug AS category, c.scale_min, c.scale_max, c.higher_is_better, c.position,
  (SELECT coalesce(bool_and(bi_internal.is_headline(b.headline_criterion, c.slug, k.aggregation)), false) FROM slices k
   WHERE k.benchmark_id = b.id AND k.parent_id IS NULL AND (c.category_id IS NULL OR c.category_id = k.id)) AS is_headline
FROM criteria c JOIN benchmarks b ON b.id = c.benchmark_id LEFT JOIN slices s ON s.id = c.category_id;
COMMENT ON COLUMN bi_v1.dim_criterion.is_headline IS 'Whether the benchmark''s own number is made of the mean of its values. False of the other criteria, and of all where the number is no mean, as in EvalAlign''s alignment.';
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.fact_evaluation AS
SELECT e.key AS evaluation_key, e.id AS evaluation_id, r.id AS run_id, e.benchmark_key, e.model_key, e.judge_key,
  bi_internal.utc_day(e.created_at) AS date_key, bi_internal.settings_text(r.settings) AS settings,
  r.samples_per_question, e.status::text AS status, e.is_import, e.expected, e.responses, e.done, e.created_at,
  e.started_at, e.finished_at, extract(epoch FROM e.finished_at - e.started_at)::double precision AS seconds,
  CASE WHEN e.status IN ('QUEUED', 'RUNNING') THEN NULL ELSE e.reason END AS reason,
  e.requests::double precision AS requests, e.tokens::double precision AS tokens,
  e.prompt_tokens::double precision AS prompt_tokens, e.cached_tokens::double precision AS cached_tokens,
  e.completion_tokens::double precision AS completion_tokens, e.cost,
  e.id IN (SELECT v.evaluation_id FROM bi_internal.shown v) AS is_current,
  (r.benchmark_id, e.judge_id) IN (SELECT w.benchmark_id, w.judge_id FROM bi_internal.newest_judges w) AS is_board_judge
FROM evaluations e JOIN runs r ON r.id = e.run_id;
COMMENT ON COLUMN bi_v1.fact_evaluation.is_current IS 'Whether leaderboards show it: of its judge, model and settings the newest.';
COMMENT ON COLUMN bi_v1.fact_evaluation.is_board_judge IS 'Whether the judge is the one that the board of the benchmark shows unless another is named. Judges do not compare.';
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.fact_rollup AS
SELECT e.key AS evaluation_key, e.benchmark_key, e.model_key, e.judge_key,
  p.key AS slice_key, c.key AS criterion_key, bi_internal.utc_day(e.created_at) AS date_key, r.expected, r.responses,
  r.scored, r.not_applicable, r.unparseable, r.out_of_range, r.judge_error, r.missing_media,
  greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media)
    AS missing_response,
  r.n, r.sum AS value_sum, r.sum / nullif(r.n, 0) AS value_mean, r.official_n, r.official_sum,
  r.official_sum / nullif(r.official_n, 0) AS official_mean,
  greatest(0, r.responses - (r.scored + r.not_applicable + r.unparseable + r.out_of_range + r.judge_error + r.missing_media)) AS not_scored,
  greatest(0, r.expected - greatest(r.responses, r.scored + r.not_applicable + r.unparseable + r.out_of_range + r.judge_error + r.missing_media))
    AS no_response, r.expected_questions, r.answered_questions,
  bi_internal.is_headline(b.headline_criterion, c.slug, k.aggregation) AS is_headline,
  -- The whole of some benchmarks is the mean of all its values; of others it is made of the means of categories.
  b.slug || CASE WHEN b.headline_criterion IS NOT NULL AND coalesce(b.headline_aggregation, 'MEAN') = 'MEAN' THEN ''
      ELSE '/' || k.slug END
    || CASE WHEN b.headline_criterion IS NULL AND k.aggregation = 'MEAN' THEN '' ELSE '/' || c.slug END
    || ', judge ' || e.judge_key AS pool
FROM rollups r JOIN evaluations e ON e.id = r.evaluation_id LEFT JOIN slices p ON p.id = r.slice_id
  LEFT JOIN criteria c ON c.id = r.criterion_id LEFT JOIN slices k ON k.id = p.category_id
  LEFT JOIN benchmarks b ON b.key = e.benchmark_key
WHERE r.criterion_id IS NOT NULL;
COMMENT ON COLUMN bi_v1.fact_rollup.is_headline IS 'Whether the benchmark''s own number is made of the mean of these values: within one pool, value_sum over n is then a number of the board.';
COMMENT ON COLUMN bi_v1.fact_rollup.pool IS 'Rows of one pool may be added up: sum(value_sum) / sum(n) is then a mean that means something. Rows of two pools have different criteria or judges, or categories that the benchmark does not add up.';
--> statement-breakpoint

CREATE VIEW bi_v1.board_rollup AS
SELECT b.benchmark, b.benchmark_name, e.model, e.entry, e.settings, j.judge_label, s.category, s.category_name, s.domain, s.domain_name, s.subdomain, s.subdomain_name, c.criterion,
  c.criterion_name, c.scale_min, c.scale_max, c.higher_is_better, r.is_headline, r.pool, e.status, e.finished_at, r.expected,
  r.responses, r.scored, r.not_applicable, r.unparseable, r.out_of_range, r.judge_error, r.missing_media, r.not_scored,
  r.no_response, r.expected_questions, r.answered_questions, r.n, r.value_sum, r.official_n, r.official_sum,
  r.evaluation_key, r.benchmark_key, r.model_key, r.judge_key, r.slice_key, r.criterion_key, r.date_key
FROM (
  -- Settings become text once per evaluation, not once per row.
  SELECT x.*, n.model, n.model || CASE x.settings WHEN '' THEN '' ELSE ', ' || x.settings END AS entry
  FROM bi_v1.fact_evaluation x JOIN bi_v1.dim_model n ON n.model_key = x.model_key
  WHERE x.is_current AND x.is_board_judge OFFSET 0
) AS e
  JOIN bi_v1.fact_rollup r ON r.evaluation_key = e.evaluation_key
  JOIN bi_v1.dim_benchmark b ON b.benchmark_key = e.benchmark_key JOIN bi_v1.dim_judge j ON j.judge_key = e.judge_key
  JOIN bi_v1.dim_slice s ON s.slice_key = r.slice_key JOIN bi_v1.dim_criterion c ON c.criterion_key = r.criterion_key;
COMMENT ON VIEW bi_v1.board_rollup IS 'Scores added up, of what boards show unasked: one row per entry, leaf slice and criterion, with the names beside the sums. Means are sum of value_sum over sum of n within one pool; numbers of whole benchmarks are in board_headline.';
DO $$
BEGIN
  EXECUTE (
    SELECT string_agg(format('COMMENT ON COLUMN bi_v1.board_rollup.%I IS %L;', a.attname, coalesce(
      CASE a.attname WHEN 'entry' THEN 'The model with its settings.' WHEN 'settings' THEN 'What the run was made with, as name=value, name=value; empty for none.'
        WHEN 'benchmark' THEN 'Slug of the benchmark.' WHEN 'benchmark_name' THEN 'Name of the benchmark.' WHEN 'model' THEN 'Name of the model.'
        WHEN 'category' THEN 'Slug of the category.' WHEN 'category_name' THEN 'Name of the category.' WHEN 'domain' THEN 'Slug of the domain; null where the category has none.'
        WHEN 'domain_name' THEN 'Name of the domain; null where the category has none.' WHEN 'subdomain' THEN 'Slug of the subdomain; null where the domain has none.'
        WHEN 'subdomain_name' THEN 'Name of the subdomain; null where the domain has none.' WHEN 'criterion' THEN 'Slug of the criterion.'
        WHEN 'criterion_name' THEN 'Name of the criterion.' WHEN 'judge_label' THEN 'Name of the judge and the first twelve digits of its revision.'
        WHEN 'status' THEN 'Status of the evaluation.' WHEN 'finished_at' THEN 'When the evaluation was closed, in UTC; null until then.' END,
      (SELECT col_description(x.attrelid, x.attnum) FROM pg_attribute x
       WHERE x.attrelid IN ('bi_v1.fact_rollup'::regclass, 'bi_v1.dim_criterion'::regclass) AND x.attname = a.attname
       ORDER BY x.attrelid = 'bi_v1.fact_rollup'::regclass DESC LIMIT 1))), ' ')
    FROM pg_attribute a WHERE a.attrelid = 'bi_v1.board_rollup'::regclass AND a.attnum > 0);
END $$;
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.relations AS
SELECT r.view_name, r.column_name, r.kind, r.to_view, r.to_column
FROM (VALUES
  ('dim_model', 'model_key', 'PRIMARY', NULL, NULL),
  ('dim_benchmark', 'benchmark_key', 'PRIMARY', NULL, NULL),
  ('dim_slice', 'slice_key', 'PRIMARY', NULL, NULL),
  ('dim_criterion', 'criterion_key', 'PRIMARY', NULL, NULL),
  ('dim_judge', 'judge_key', 'PRIMARY', NULL, NULL),
  ('dim_date', 'date_key', 'PRIMARY', NULL, NULL),
  ('fact_evaluation', 'evaluation_key', 'PRIMARY', NULL, NULL)
) AS r(view_name, column_name, kind, to_view, to_column)
UNION ALL
SELECT f.view_name, f.column_name, 'FOREIGN', f.to_view, coalesce(f.to_column, f.column_name)
FROM (VALUES
  ('dim_slice', 'benchmark_key', 'dim_benchmark', NULL),
  ('dim_slice', 'parent_slice_key', 'dim_slice', 'slice_key'),
  ('dim_criterion', 'benchmark_key', 'dim_benchmark', NULL)
) AS f(view_name, column_name, to_view, to_column)
UNION ALL
SELECT v.view_name, k.column_name, 'FOREIGN', k.to_view, k.column_name
FROM (VALUES ('evaluation_key', 'fact_evaluation'), ('benchmark_key', 'dim_benchmark'), ('model_key', 'dim_model'),
    ('judge_key', 'dim_judge'), ('slice_key', 'dim_slice'), ('criterion_key', 'dim_criterion'), ('date_key', 'dim_date'))
    AS k(column_name, to_view)
  JOIN (VALUES ('fact_evaluation', 'benchmark_key model_key judge_key date_key'),
    ('fact_score', 'evaluation_key benchmark_key model_key judge_key slice_key criterion_key date_key'),
    ('fact_rollup', 'evaluation_key benchmark_key model_key judge_key slice_key criterion_key date_key'),
    ('board_rollup', 'evaluation_key benchmark_key model_key judge_key slice_key criterion_key date_key'),
    ('fact_headline', 'evaluation_key benchmark_key model_key judge_key slice_key date_key'),
    ('board_headline', 'evaluation_key benchmark_key model_key judge_key slice_key date_key'),
    ('leaderboard_official', 'evaluation_key benchmark_key model_key judge_key slice_key date_key'),
    ('leaderboard_strict', 'evaluation_key benchmark_key model_key judge_key slice_key date_key')) AS v(view_name, keys)
    ON k.column_name = ANY (string_to_array(v.keys, ' '));
--> statement-breakpoint

-- Schema bi shows the newest version: the same views, with the same comments.
DO $$
DECLARE
  seen record;
BEGIN
  FOR seen IN SELECT c.oid, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment
    FROM pg_class c WHERE c.relnamespace = 'bi_v1'::regnamespace AND c.relkind = 'v'
  LOOP
    EXECUTE format('CREATE OR REPLACE VIEW bi.%1$I AS SELECT * FROM bi_v1.%1$I', seen.name);
    EXECUTE format('COMMENT ON VIEW bi.%I IS %L', seen.name, seen.comment);
    EXECUTE (SELECT string_agg(format('COMMENT ON COLUMN bi.%I.%I IS %L;', seen.name, a.attname,
      col_description(seen.oid, a.attnum)), ' ') FROM pg_attribute a WHERE a.attrelid = seen.oid AND a.attnum > 0);
  END LOOP;
END $$;
