ALTER TABLE "criteria" ADD COLUMN "published_questions" integer;--> statement-breakpoint
ALTER TABLE "questions" ADD COLUMN "is_installed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "slices" ADD COLUMN "published_questions" integer;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "expected_questions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "answered_questions" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What came with answers before this was told: GenEval's prompts while not all are there, MMIE's questions without a domain,
-- EvalAlign's without a text.
UPDATE questions q SET is_installed = false FROM slices s, benchmarks b
WHERE s.id = q.slice_id AND b.id = q.benchmark_id AND (
  (b.slug = 'geneval' AND (SELECT count(*) FROM questions x WHERE x.benchmark_id = b.id) < 553)
  OR (b.slug = 'mmie' AND s.level = 'CATEGORY')
  OR (b.slug = 'evalalign' AND q.content = '[]'));--> statement-breakpoint
UPDATE benchmarks b SET installed_at = NULL
WHERE NOT EXISTS (SELECT FROM questions q WHERE q.benchmark_id = b.id AND q.is_installed);--> statement-breakpoint
UPDATE rollups r SET expected_questions = CASE WHEN r.criterion_id IS NOT NULL THEN r.expected / u.samples_per_question
  ELSE (SELECT count(*) FROM questions q WHERE q.slice_id = r.slice_id) END
FROM evaluations e JOIN runs u ON u.id = e.run_id WHERE e.id = r.evaluation_id;--> statement-breakpoint
WITH asked AS (
  SELECT q.id AS question_id, q.slice_id, c.id AS criterion_id
  FROM questions q JOIN slices s ON s.id = q.slice_id JOIN criteria c ON c.benchmark_id = q.benchmark_id
    AND (c.category_id IS NULL OR c.category_id = s.category_id) AND (q.criteria IS NULL OR c.slug = ANY (q.criteria))
  UNION ALL
  SELECT id, slice_id, NULL FROM questions
)
UPDATE rollups r SET answered_questions = k.answered
FROM (
  SELECT e.id, a.slice_id, a.criterion_id, count(DISTINCT x.question_id) AS answered
  FROM evaluations e JOIN responses x ON x.run_id = e.run_id AND (e.is_import OR x.created_at < e.created_at)
    JOIN asked a ON a.question_id = x.question_id
  GROUP BY e.id, a.slice_id, a.criterion_id
) k
WHERE r.evaluation_id = k.id AND r.slice_id = k.slice_id AND r.criterion_id IS NOT DISTINCT FROM k.criterion_id;
