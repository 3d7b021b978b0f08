ALTER TABLE "benchmarks" ADD COLUMN "published_judges" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "pinned_judge_id" uuid;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_pinned_judge_id_judges_id_fk" FOREIGN KEY ("pinned_judge_id") REFERENCES "public"."judges"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint

-- The judges of each benchmark in the order in which its board would show them, for the API and the views alike: whom
-- somebody pinned; else the published judge; else the one that covers most models, of those that cover the same the newest.
-- People and judges that were only named with imported scores come after the others, and whoever has not judged most of any
-- model's full run comes after all who have.
CREATE VIEW judge_standings AS
SELECT j.benchmark_id, j.judge_id, j.model_ids, j.newest::uuid AS newest_evaluation_id,
  row_number() OVER (PARTITION BY j.benchmark_id ORDER BY b.pinned_judge_id IS NOT DISTINCT FROM j.judge_id DESC,
    c.weight > 0.5 AND (j.has_most OR EXISTS (
      SELECT FROM rollups r WHERE r.evaluation_id = ANY (j.partial_ids) AND r.criterion_id IS NOT NULL
      GROUP BY r.evaluation_id
      HAVING 2 * sum(r.scored + r.not_applicable + r.unparseable + r.out_of_range) > sum(r.expected))) DESC,
    p.is_published DESC, p.class, c.weight * j.models DESC, c.weight * j.entries DESC, j.completed DESC, j.is_here DESC,
    j.newest DESC)::integer AS place,
  CASE WHEN b.pinned_judge_id IS NOT DISTINCT FROM j.judge_id THEN 'PINNED' WHEN p.is_published THEN 'PUBLISHED'
    WHEN p.class = 0 THEN 'MOST_MODELS' ELSE 'NO_OTHER' END AS choice
FROM (
  SELECT m.benchmark_id, m.judge_id, array_agg(m.model_id) AS model_ids, sum(m.best) AS models, sum(m.entries) AS entries,
    sum(m.completed) AS completed, bool_or(m.has_most) AS has_most, bool_or(m.is_here) AS is_here, max(m.newest) AS newest,
    array_agg(m.partial::uuid) FILTER (WHERE m.partial IS NOT NULL) AS partial_ids
  FROM (
    SELECT s.benchmark_id, s.judge_id, s.model_id, max(s.share) AS best, sum(s.share) AS entries,
      count(*) FILTER (WHERE s.status = 'COMPLETED') AS completed,
      bool_or(s.status = 'COMPLETED' AND s.share > 500000) AS has_most, bool_or(NOT s.is_import) AS is_here,
      max(s.id::text COLLATE "C") AS newest,
      max(s.id::text COLLATE "C") FILTER (WHERE s.status = 'PARTIAL' AND s.share > 500000) AS partial
    FROM (
      -- As a board shows them: of every model and settings the newest; an open one where none is closed.
      SELECT DISTINCT ON (r.benchmark_id, e.judge_id, r.model_id, r.settings) r.benchmark_id, e.judge_id, r.model_id, e.id,
        e.status, e.is_import, coalesce(1000000 * least(e.done, e.expected)::bigint / nullif(e.expected, 0), 0) AS share
      FROM evaluations e JOIN runs r ON r.id = e.run_id
      WHERE e.status NOT IN ('CANCELLED', 'FAILED')
      ORDER BY r.benchmark_id, e.judge_id, r.model_id, r.settings, e.status IN ('QUEUED', 'RUNNING'), e.id DESC
    ) s
    GROUP BY s.benchmark_id, s.judge_id, s.model_id
  ) m
  GROUP BY m.benchmark_id, m.judge_id
) j JOIN benchmarks b ON b.id = j.benchmark_id JOIN judges g ON g.id = j.judge_id
  CROSS JOIN LATERAL (
    SELECT g.name = ANY (b.published_judges) AND g.kind <> 'PEOPLE' AS is_published,
      CASE g.kind WHEN 'PEOPLE' THEN 2 WHEN 'IMPORTED' THEN 1 ELSE 0 END AS class
  ) p
  -- How much of what ranks it scores: a judge of other criteria covers nothing of the board.
  CROSS JOIN LATERAL (
    SELECT CASE WHEN g.criteria IS NULL THEN 1 ELSE (
      SELECT coalesce(avg((k.slug = ANY (g.criteria))::integer), 0) FROM criteria k
      WHERE k.benchmark_id = b.id AND (b.headline_criterion IS NULL OR k.slug = b.headline_criterion)) END AS weight
  ) c;
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_internal.newest_judges AS
SELECT benchmark_id, judge_id FROM judge_standings WHERE place = 1;
--> statement-breakpoint

DO $$
DECLARE
  board text;
  said text := 'Whether the judge is the one that the board of the benchmark shows, in the API too, unless another is named: '
    'pinned, else the published judge, else the one that covers most models. Filter by it or by judge_key: judges do not compare.';
  earlier text := 'The same as is_board_judge, by the name it had while boards showed the judge of the newest evaluation.';
BEGIN
  FOREACH board IN ARRAY ARRAY['leaderboard_official', 'leaderboard_strict'] LOOP
    EXECUTE format('CREATE OR REPLACE VIEW bi_v1.%I AS SELECT v.*, v.is_newest_judge AS is_board_judge FROM (%s) AS v', board,
      rtrim(pg_get_viewdef(format('bi_v1.%I', board)::regclass), ';'));
    EXECUTE format('CREATE OR REPLACE VIEW bi.%1$I AS SELECT * FROM bi_v1.%1$I', board);
    EXECUTE format('COMMENT ON COLUMN bi_v1.%I.is_board_judge IS %L', board, said);
    EXECUTE format('COMMENT ON COLUMN bi.%I.is_board_judge IS %L', board, said);
    EXECUTE format('COMMENT ON COLUMN bi_v1.%I.is_newest_judge IS %L', board, earlier);
    EXECUTE format('COMMENT ON COLUMN bi.%I.is_newest_judge IS %L', board, earlier);
  END LOOP;
END $$;
