-- Numbers without bounds that were stored before are no scores. Only evaluations whose sums show one are looked at.
UPDATE "scores" SET
	"outcome" = CASE WHEN abs("value") < 'Infinity' IS FALSE THEN 'JUDGE_ERROR' ELSE "outcome" END,
	"reason" = CASE WHEN abs("value") < 'Infinity' IS FALSE THEN 'The judge gave no finite number' ELSE "reason" END,
	"value" = CASE WHEN abs("value") < 'Infinity' THEN "value" END,
	"official_value" = CASE WHEN abs("official_value") < 'Infinity' THEN "official_value" END
WHERE "evaluation_id" IN (
		SELECT "evaluation_id" FROM "rollups" WHERE NOT (abs("sum") < 'Infinity' AND abs("official_sum") < 'Infinity')
	)
	AND (abs("value") < 'Infinity' IS FALSE OR abs("official_value") < 'Infinity' IS FALSE);--> statement-breakpoint
WITH "broken" AS (
	SELECT "evaluation_id", "slice_id", "criterion_id" FROM "rollups"
	WHERE NOT (abs("sum") < 'Infinity' AND abs("official_sum") < 'Infinity')
), "source" AS (
	SELECT b."evaluation_id", b."slice_id", b."criterion_id", s."question_id", s."outcome", s."value", s."official_value"
	FROM "broken" b JOIN "scores" s ON s."evaluation_id" = b."evaluation_id" AND s."slice_id" = b."slice_id"
		AND (s."criterion_id" = b."criterion_id" OR b."criterion_id" IS NULL)
), "per_question" AS (
	SELECT "evaluation_id", "slice_id", "criterion_id", "question_id",
		count(*) FILTER (WHERE "outcome" = 'SCORED') AS "scored",
		count(*) FILTER (WHERE "outcome" = 'NOT_APPLICABLE') AS "not_applicable",
		count(*) FILTER (WHERE "outcome" = 'UNPARSEABLE') AS "unparseable",
		count(*) FILTER (WHERE "outcome" = 'OUT_OF_RANGE') AS "out_of_range",
		count(*) FILTER (WHERE "outcome" = 'JUDGE_ERROR') AS "judge_error",
		count(*) FILTER (WHERE "outcome" = 'MISSING_MEDIA') AS "missing_media",
		count("value") AS "n", coalesce(sum("value"), 0) AS "s", coalesce(sum("value" * "value"), 0) AS "ss", coalesce(max("value"), 0) AS "b",
		count("official_value") AS "on", coalesce(sum("official_value"), 0) AS "os",
		coalesce(sum("official_value" * "official_value"), 0) AS "oss", coalesce(max("official_value"), 0) AS "ob"
	FROM "source" GROUP BY 1, 2, 3, 4
), "sums" AS (
	SELECT "evaluation_id", "slice_id", "criterion_id",
		sum("scored") AS "scored", sum("not_applicable") AS "not_applicable", sum("unparseable") AS "unparseable",
		sum("out_of_range") AS "out_of_range", sum("judge_error") AS "judge_error", sum("missing_media") AS "missing_media",
		sum("n") AS "n", sum("s") AS "sum", sum("ss") AS "sum_squares", count(*) FILTER (WHERE "n" > 0) AS "questions",
		sum("s" * "s") AS "squares", sum("s" * "n") AS "cross", sum("n" * "n") AS "sizes", sum("b") AS "best",
		sum("on") AS "official_n", sum("os") AS "official_sum", sum("oss") AS "official_sum_squares",
		count(*) FILTER (WHERE "on" > 0) AS "official_questions", sum("os" * "os") AS "official_squares",
		sum("os" * "on") AS "official_cross", sum("on" * "on") AS "official_sizes", sum("ob") AS "official_best"
	FROM "per_question" GROUP BY 1, 2, 3
), "bins" AS (
	SELECT s."evaluation_id", s."slice_id", s."criterion_id", count(*) AS "found",
		least(20, 1 + floor(20 * (s."value" - c."scale_min") / (c."scale_max" - c."scale_min"))) AS "bin"
	FROM "source" s JOIN "criteria" c ON c."id" = s."criterion_id"
	WHERE s."value" IS NOT NULL GROUP BY 1, 2, 3, 5
)
UPDATE "rollups" r SET
	"scored" = k."scored", "not_applicable" = k."not_applicable", "unparseable" = k."unparseable",
	"out_of_range" = k."out_of_range", "judge_error" = k."judge_error", "missing_media" = k."missing_media",
	"n" = k."n", "sum" = k."sum", "sum_squares" = k."sum_squares", "questions" = k."questions",
	"squares" = k."squares", "cross" = k."cross", "sizes" = k."sizes", "best" = k."best",
	"official_n" = k."official_n", "official_sum" = k."official_sum", "official_sum_squares" = k."official_sum_squares",
	"official_questions" = k."official_questions", "official_squares" = k."official_squares",
	"official_cross" = k."official_cross", "official_sizes" = k."official_sizes", "official_best" = k."official_best",
	"histogram" = (
		SELECT array_agg(coalesce((
			SELECT b."found"::int FROM "bins" b WHERE b."bin" = g.n AND b."evaluation_id" = r."evaluation_id"
				AND b."slice_id" = r."slice_id" AND b."criterion_id" = r."criterion_id"), 0) ORDER BY g.n)
		FROM generate_series(1, 20) AS g(n)
	)
FROM "sums" k
WHERE r."evaluation_id" = k."evaluation_id" AND r."slice_id" = k."slice_id" AND r."criterion_id" IS NOT DISTINCT FROM k."criterion_id";--> statement-breakpoint
-- Not valid: it holds for every row to come, and a hundred million that are there need not be read.
ALTER TABLE "scores" ADD CONSTRAINT "scores_finite" CHECK (abs("value") < 'Infinity' and abs("official_value") < 'Infinity') NOT VALID;
