ALTER TABLE "rollups" ADD COLUMN "response_sizes" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "response_cross" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "won" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "official_response_cross" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "rollups" ADD COLUMN "official_won" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint

-- What the new columns have of scores and responses that are there: one evaluation at a time, each read once.
DO $$
DECLARE
  e record;
BEGIN
  FOR e IN SELECT x.id, x.run_id, x.is_import, x.created_at,
    EXISTS (SELECT FROM rollups r WHERE r.evaluation_id = x.id AND r.criterion_id IS NULL) AS pools FROM evaluations x
  LOOP
    UPDATE rollups r SET response_sizes = k.sizes
    FROM (
      SELECT a.slice_id, a.criterion_id, sum(a.responses * a.responses) AS sizes
      FROM (
        SELECT q.slice_id, c.criterion_id, q.id, x.responses
        FROM (SELECT question_id, count(*)::double precision AS responses FROM responses
            WHERE run_id = e.run_id AND (e.is_import OR created_at < e.created_at) GROUP BY question_id) x
          JOIN questions q ON q.id = x.question_id JOIN slices s ON s.id = q.slice_id
          CROSS JOIN LATERAL (
            SELECT c.id AS criterion_id FROM criteria c WHERE c.benchmark_id = q.benchmark_id
              AND (c.category_id IS NULL OR c.category_id = s.category_id) AND (q.criteria IS NULL OR c.slug = ANY (q.criteria))
            UNION ALL SELECT NULL) c
      ) a GROUP BY a.slice_id, a.criterion_id
    ) k
    WHERE r.evaluation_id = e.id AND r.slice_id = k.slice_id AND r.criterion_id IS NOT DISTINCT FROM k.criterion_id;

    WITH placed AS (
      SELECT s.slice_id, s.criterion_id, s.question_id, s.response_id, s.value, s.official_value,
        least(1, greatest(0, (s.value - w.worst) / (w.best - w.worst))) AS place,
        least(1, greatest(0, (s.official_value - w.worst) / (w.best - w.worst))) AS official_place
      FROM scores s JOIN criteria c ON c.id = s.criterion_id
        CROSS JOIN LATERAL (SELECT CASE WHEN c.higher_is_better THEN c.scale_min ELSE c.scale_max END AS worst,
          CASE WHEN c.higher_is_better THEN c.scale_max ELSE c.scale_min END AS best) w
      WHERE s.evaluation_id = e.id
    ),
    per_question AS (
      SELECT p.slice_id, p.criterion_id, p.question_id, count(DISTINCT p.response_id) AS responses,
        coalesce(sum(p.value), 0) AS sum, coalesce(sum(p.official_value), 0) AS official_sum,
        max(p.place) AS place, max(p.official_place) AS official_place
      FROM (
        SELECT * FROM placed UNION ALL
        SELECT slice_id, NULL, question_id, response_id, value, official_value, place, official_place FROM placed WHERE e.pools
      ) p GROUP BY p.slice_id, p.criterion_id, p.question_id
    )
    UPDATE rollups r SET response_cross = k.response_cross, won = k.won, official_response_cross = k.official_response_cross,
      official_won = k.official_won
    FROM (
      SELECT slice_id, criterion_id, sum(sum * responses) AS response_cross, sum(place) AS won,
        sum(official_sum * responses) AS official_response_cross, sum(official_place) AS official_won
      FROM per_question GROUP BY slice_id, criterion_id
    ) k
    WHERE r.evaluation_id = e.id AND r.slice_id = k.slice_id AND r.criterion_id IS NOT DISTINCT FROM k.criterion_id;
  END LOOP;
END $$;
--> statement-breakpoint

-- What an earlier change took out as no score has no answer of the judge any more.
UPDATE evaluations e SET status = 'PARTIAL'
FROM (
  SELECT evaluation_id FROM rollups WHERE criterion_id IS NOT NULL GROUP BY evaluation_id
  HAVING sum(scored + not_applicable + unparseable + out_of_range) < sum(expected)
) r
WHERE e.id = r.evaluation_id AND e.status = 'COMPLETED';
--> statement-breakpoint

-- Where a value lies on its scale, from 0 to 1; null beyond it, where official values may lie, but for rounding.
CREATE FUNCTION bi_internal.place(value double precision, low double precision, high double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value BETWEEN low - 1e-12 * greatest(abs(low), abs(high)) AND high + 1e-12 * greatest(abs(low), abs(high))
  THEN least(1, greatest(0, (value - low) / (high - low))) END;

-- sum((S - mean * n)^2) over questions, from their sums of S^2, S * n and n^2; 0 where the difference of the three terms is
-- noise: src/statistics/clusterSums.ts.
CREATE FUNCTION bi_internal.residual(squares double precision, crossed double precision, sizes double precision,
  mean double precision, clusters double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN squares - 2 * mean * crossed + mean * mean * sizes
    > greatest(1e-12, 2.220446049250313e-16 * clusters) * (squares + 2 * abs(mean * crossed) + mean * mean * sizes)
  THEN squares - 2 * mean * crossed + mean * mean * sizes ELSE 0 END;
--> statement-breakpoint

-- Rollups of the headline's criterion added up, by category and for the whole (category_id null), in both readings.
CREATE OR REPLACE VIEW bi_internal.sums AS
SELECT m.is_strict, r.evaluation_id, h.category_id, min(h.position) AS position, min(h.aggregation) AS aggregation,
  min(h.scale_min) AS scale_min, min(h.scale_max) AS scale_max, bool_and(h.higher_is_better) AS higher_is_better,
  -- Values of different scales or directions have no mean.
  bool_and(h.is_uniform) AND min(h.scale_min) = max(h.scale_min) AND min(h.scale_max) = max(h.scale_max)
    AND bool_and(h.higher_is_better) = bool_or(h.higher_is_better) AS is_uniform,
  sum(r.expected) AS expected, sum(r.responses)::double precision AS responses, max(v.samples_per_question) AS samples,
  sum(CASE WHEN r.criterion_id IS NOT NULL THEN r.responses ELSE
    (SELECT coalesce(sum(x.responses), 0) FROM rollups x
     WHERE x.evaluation_id = r.evaluation_id AND x.slice_id = r.slice_id AND x.criterion_id IS NOT NULL)
    END)::double precision AS asked,
  sum(r.not_applicable) AS not_applicable,
  -- A response to a question that is asked nothing leaves no score behind, but counts where criteria are pooled.
  sum(r.judge_error + r.missing_media + greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable
    - r.out_of_range - r.judge_error - r.missing_media) + CASE WHEN r.criterion_id IS NULL
      THEN greatest(0, r.expected_questions * v.samples_per_question - r.responses) ELSE 0 END) AS holes,
  sum(r.scored + r.not_applicable + r.unparseable + r.out_of_range) AS judged,
  sum(r.judge_error + r.missing_media) AS failed,
  sum(CASE WHEN m.is_strict THEN r.n ELSE r.official_n END)::double precision AS n,
  sum(CASE WHEN m.is_strict THEN r.sum ELSE r.official_sum END) AS sum,
  sum(CASE WHEN m.is_strict THEN r.questions ELSE r.official_questions END)::double precision AS clusters,
  sum(CASE WHEN m.is_strict THEN r.squares ELSE r.official_squares END) AS squares,
  sum(CASE WHEN m.is_strict THEN r."cross" ELSE r.official_cross END) AS crossed,
  sum(CASE WHEN m.is_strict THEN r.sizes ELSE r.official_sizes END) AS sizes,
  sum(CASE WHEN m.is_strict THEN r.best ELSE r.official_best END) AS best,
  sum(r.expected_questions)::double precision AS expected_questions,
  sum(r.answered_questions)::double precision AS answered_questions, sum(r.response_sizes) AS response_sizes,
  sum(CASE WHEN m.is_strict THEN r.response_cross ELSE r.official_response_cross END) AS response_crossed,
  sum(CASE WHEN m.is_strict THEN r.won ELSE r.official_won END) AS won
FROM bi_internal.shown v
  JOIN rollups r ON r.evaluation_id = v.evaluation_id
  JOIN bi_internal.headlines h ON h.slice_id = r.slice_id AND h.criterion_id IS NOT DISTINCT FROM r.criterion_id
  CROSS JOIN (VALUES (true), (false)) AS m(is_strict)
GROUP BY GROUPING SETS ((m.is_strict, r.evaluation_id, h.category_id), (m.is_strict, r.evaluation_id));
--> statement-breakpoint

-- The mean of each sum with the variance of its estimate, questions being clusters: src/statistics/clusteredMean.ts.
-- `response_variance` is that of the mean over responses, whether or not they have scores.
CREATE OR REPLACE VIEW bi_internal.means AS
SELECT w.is_strict, w.evaluation_id, w.category_id, w.position, w.aggregation, w.scale_min, w.scale_max, w.higher_is_better,
  w.is_uniform, w.expected, w.responses, w.samples, w.asked, w.not_applicable, w.holes, w.judged, w.failed, w.n, w.sum,
  w.clusters, w.squares, w.crossed, w.sizes, w.best, w.mean, w.residual, w.place, w.variance,
  CASE WHEN w.variance > 0 THEN w.variance
    WHEN w.place IS NOT NULL AND w.variance = 0
    THEN ((bi_internal.wilson_high(w.place, w.clusters) - bi_internal.wilson_low(w.place, w.clusters))
      * (w.scale_max - w.scale_min) / (2 * 1.9599639845400538)) ^ 2
  END AS shown_variance, w.expected_questions, w.answered_questions, w.response_variance, w.won
FROM (
  SELECT u.*, bi_internal.place(u.mean, u.scale_min, u.scale_max) AS place,
    CASE WHEN u.clusters >= 2 THEN u.clusters / (u.clusters - 1) * u.residual / u.n ^ 2 END AS variance,
    CASE WHEN u.answered_questions >= 2 AND u.responses > 0 THEN u.answered_questions / (u.answered_questions - 1)
      * bi_internal.residual(u.squares, u.response_crossed, u.response_sizes, u.sum / u.responses, u.answered_questions)
      / u.responses ^ 2 END AS response_variance
  FROM (
    SELECT t.*, bi_internal.residual(t.squares, t.crossed, t.sizes, t.mean, t.clusters) AS residual
    FROM (SELECT s.*, s.sum / nullif(s.n, 0) AS mean FROM bi_internal.sums s WHERE s.is_uniform OFFSET 0) AS t OFFSET 0
  ) AS u OFFSET 0
) AS w;
--> statement-breakpoint

-- One number per evaluation and part: what src/benchmarks/aggregate.ts makes of sums under each aggregation. What is expected
-- is counted, in questions and responses, and never a quotient, so that there is nothing to round.
CREATE OR REPLACE VIEW bi_internal.numbers AS
SELECT l.is_strict, l.evaluation_id, l.category_id, l.aggregation, l.higher_is_better, l.holes, l.judged,
  l.expected AS expected_scores, l.position,
  CASE l.aggregation
    WHEN 'MEAN' THEN l.mean
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN l.sum_of_means / nullif(l.parts, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN CASE
      WHEN l.responses = 0 OR (l.is_strict AND l.n = 0)
        OR (NOT l.is_strict AND l.asked > 0 AND l.judged + l.failed = 0) THEN NULL
      ELSE l.response_mean END
    ELSE l.share
  END AS mean,
  CASE l.aggregation
    WHEN 'MEAN' THEN l.mean
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN l.sum_of_means / nullif(l.parts, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN l.response_mean
    ELSE l.share
  END AS estimate,
  CASE l.aggregation
    WHEN 'MEAN' THEN l.shown_variance
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN CASE WHEN l.estimates = l.parts THEN l.sum_of_variances / l.parts ^ 2 END
    WHEN 'MEAN_RESPONSE_SUM' THEN CASE WHEN l.response_variance > 0 THEN l.response_variance
      WHEN l.response_place IS NOT NULL AND l.response_variance = 0
      THEN ((bi_internal.wilson_high(l.response_place, l.answered_questions)
        - bi_internal.wilson_low(l.response_place, l.answered_questions))
        * (l.scale_max - l.scale_min) * l.per_response / (2 * 1.9599639845400538)) ^ 2 END
    ELSE l.share * (1 - l.share) / nullif(l.clusters, 0)
  END AS variance,
  CASE l.aggregation
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN l.sum_of_variances ^ 2 / nullif(l.sum_of_ratios, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN l.answered_questions - 1
    ELSE l.clusters - 1
  END AS degrees,
  -- Wilson's interval stands in where every question has the same mean, and for a share of questions.
  CASE WHEN l.aggregation = 'MEAN' AND l.variance = 0 THEN l.place
    WHEN l.aggregation = 'MEAN_RESPONSE_SUM' AND l.response_variance = 0 THEN l.response_place
    WHEN l.aggregation = 'ANY_OF_N' THEN l.share END AS proportion,
  CASE l.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN l.answered_questions ELSE l.clusters END AS clusters,
  CASE l.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN l.responses WHEN 'ANY_OF_N' THEN l.clusters ELSE l.n END AS n,
  CASE l.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN l.expected_questions * l.samples
    WHEN 'ANY_OF_N' THEN l.expected_questions ELSE l.expected END AS expected,
  CASE l.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN l.scale_min * l.per_response WHEN 'ANY_OF_N' THEN 0
    ELSE l.scale_min END AS scale_min,
  CASE l.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN l.scale_max * l.per_response WHEN 'ANY_OF_N' THEN 1
    ELSE l.scale_max END AS scale_max
FROM (
  SELECT k.*, bi_internal.place(k.response_mean, k.scale_min * k.per_response, k.scale_max * k.per_response) AS response_place
  FROM (
    SELECT f.*, f.sum / nullif(f.responses, 0) * f.factor AS response_mean,
      f.exact_variance * f.factor ^ 2 AS response_variance
    FROM (
      SELECT m.is_strict, m.evaluation_id, m.category_id, m.position, m.higher_is_better, m.holes, m.judged, m.failed,
        m.expected::double precision AS expected, m.expected_questions, m.responses, m.answered_questions, m.samples, m.asked,
        m.n, m.sum, m.clusters, m.scale_min, m.scale_max, m.mean, m.place, m.variance, m.shown_variance,
        m.response_variance AS exact_variance,
        CASE WHEN m.category_id IS NOT NULL THEN m.aggregation
          ELSE coalesce(b.headline_aggregation, CASE WHEN b.headline_criterion IS NOT NULL THEN 'MEAN'::aggregation END)
        END AS aggregation,
        CASE WHEN m.clusters > 0 THEN least(1, m.won / m.clusters) END AS share,
        CASE WHEN m.asked > 0 THEN m.asked / m.responses ELSE 1 END AS per_response,
        CASE WHEN NOT m.is_strict OR m.n = 0 THEN 1 ELSE (m.asked - m.not_applicable) / m.n END AS factor,
        count(*) FILTER (WHERE m.category_id IS NOT NULL AND m.n > 0) OVER evaluation AS parts,
        count(m.shown_variance) FILTER (WHERE m.category_id IS NOT NULL AND m.n > 0) OVER evaluation AS estimates,
        sum(m.mean) FILTER (WHERE m.category_id IS NOT NULL) OVER evaluation AS sum_of_means,
        sum(m.shown_variance) FILTER (WHERE m.category_id IS NOT NULL) OVER evaluation AS sum_of_variances,
        sum(m.shown_variance ^ 2 / nullif(m.clusters - 1, 0)) FILTER (WHERE m.category_id IS NOT NULL) OVER evaluation
          AS sum_of_ratios
      FROM bi_internal.means m JOIN evaluations e ON e.id = m.evaluation_id JOIN runs r ON r.id = e.run_id
        JOIN benchmarks b ON b.id = r.benchmark_id
      WINDOW evaluation AS (PARTITION BY m.is_strict, m.evaluation_id ORDER BY m.position
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ) AS f
  ) AS k
) AS l
WHERE l.aggregation IS NOT NULL;
--> statement-breakpoint

-- The rows of both leaderboards: numbers with intervals, as the published script prints them where the reading is official. An
-- interval contains its number: an end of the scale that the number is beyond does not cut it.
CREATE OR REPLACE VIEW bi_internal.standings AS
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
    SELECT x.*, v.benchmark_id, v.judge_id, v.model_id, v.settings, v.evaluation_key, v.status, v.evaluated_at,
      x.holes = 0 AND x.expected_scores > 0 AND v.status NOT IN ('QUEUED', 'RUNNING') AS is_complete,
      CASE WHEN x.proportion IS NOT NULL
        THEN least(x.mean, x.scale_min + bi_internal.wilson_low(x.proportion, x.clusters) * (x.scale_max - x.scale_min))
        WHEN x.half IS NOT NULL THEN least(x.mean, x.estimate, CASE WHEN bi_internal.place(x.estimate, x.scale_min, x.scale_max) IS NULL AND x.estimate < x.scale_min
          THEN x.estimate - x.half ELSE greatest(x.scale_min, x.estimate - x.half) END) END AS low,
      CASE WHEN x.proportion IS NOT NULL
        THEN greatest(x.mean, x.scale_min + bi_internal.wilson_high(x.proportion, x.clusters) * (x.scale_max - x.scale_min))
        WHEN x.half IS NOT NULL THEN greatest(x.mean, x.estimate, CASE WHEN bi_internal.place(x.estimate, x.scale_min, x.scale_max) IS NULL AND x.estimate > x.scale_max
          THEN x.estimate + x.half ELSE least(x.scale_max, x.estimate + x.half) END) END AS high
    FROM (
      SELECT t.*, CASE WHEN t.proportion IS NULL THEN t.critical * sqrt(t.variance) END AS half
      FROM (
        SELECT n.*, CASE WHEN n.variance IS NOT NULL THEN bi_internal.t975(nullif(n.degrees, 0)) END AS critical
        FROM bi_internal.numbers n OFFSET 0
      ) AS t
    ) AS x
      JOIN bi_internal.shown v ON v.evaluation_id = x.evaluation_id
  ) AS y
  WINDOW board AS (PARTITION BY y.is_strict, y.benchmark_id, y.judge_id, y.category_id)
) AS z;
--> statement-breakpoint

-- The digits that a script prints must not put a number outside its interval.
DO $$
BEGIN
  EXECUTE (
    SELECT format('CREATE OR REPLACE VIEW bi_v1.leaderboard_official AS SELECT %s FROM (%s) AS v',
      string_agg(CASE a.attname WHEN 'low' THEN 'CASE WHEN v.low IS NOT NULL THEN least(v.low, v.mean) END AS low'
        WHEN 'high' THEN 'CASE WHEN v.high IS NOT NULL THEN greatest(v.high, v.mean) END AS high'
        ELSE format('v.%I', a.attname) END, ', ' ORDER BY a.attnum),
      rtrim(pg_get_viewdef('bi_v1.leaderboard_official'::regclass), ';'))
    FROM pg_attribute a
    WHERE a.attrelid = 'bi_v1.leaderboard_official'::regclass AND a.attnum > 0 AND NOT a.attisdropped);
END $$;
