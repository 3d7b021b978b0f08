CREATE TYPE "public"."aggregation" AS ENUM('MEAN', 'MEAN_RESPONSE_SUM', 'MEAN_OF_CATEGORY_MEANS', 'ANY_OF_N');--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "benchmarks_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "headline_criterion" text;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "headline_aggregation" "aggregation";--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_mean_digits" integer;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_percent_digits" integer;--> statement-breakpoint
ALTER TABLE "benchmarks" ADD COLUMN "official_of_none" double precision;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "criteria_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "slices" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "slices_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "slices" ADD COLUMN "aggregation" "aggregation";--> statement-breakpoint
ALTER TABLE "evaluations" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "evaluations_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "judges" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "judges_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "models" ADD COLUMN "key" integer NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "models_key_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "benchmarks" ADD CONSTRAINT "benchmarks_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "slices" ADD CONSTRAINT "slices_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "judges" ADD CONSTRAINT "judges_key_unique" UNIQUE("key");--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_key_unique" UNIQUE("key");--> statement-breakpoint
CREATE SCHEMA bi_v1;--> statement-breakpoint
CREATE SCHEMA bi;--> statement-breakpoint
CREATE SCHEMA bi_internal;
COMMENT ON SCHEMA bi_internal IS 'What the views of bi_v1 are made of. No part of the contract: it changes without notice, and readers may not look into it.';
--> statement-breakpoint

-- The slices above a slice, itself included, by id and by slug, which never changes. In columns, so that the planner knows
-- how many slices a category has.
ALTER TABLE slices ADD COLUMN category_id uuid, ADD COLUMN category text, ADD COLUMN domain_id uuid, ADD COLUMN domain text;
--> statement-breakpoint
CREATE FUNCTION bi_internal.place_slice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.category_id := NEW.id;
  NEW.category := NEW.slug;
  IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
  SELECT s.category_id, s.category, s.domain_id, s.domain FROM public.slices s WHERE s.id = NEW.parent_id
    INTO NEW.category_id, NEW.category, NEW.domain_id, NEW.domain;
  NEW.domain_id := coalesce(NEW.domain_id, NEW.id);
  NEW.domain := coalesce(NEW.domain, NEW.slug);
  RETURN NEW;
END $$;
CREATE TRIGGER place_slice BEFORE INSERT ON slices FOR EACH ROW EXECUTE FUNCTION bi_internal.place_slice();
UPDATE slices s SET category_id = k.id, category = k.slug, domain_id = d.id, domain = d.slug
FROM slices x LEFT JOIN slices p ON p.id = x.parent_id
  JOIN slices k ON k.id = coalesce(p.parent_id, p.id, x.id)
  LEFT JOIN slices d ON d.id = CASE x.level WHEN 'DOMAIN' THEN x.id WHEN 'SUBDOMAIN' THEN p.id END
WHERE x.id = s.id;
--> statement-breakpoint

-- BI tools compare outcomes as text and days as dates; without this the planner would take every one to be rare.
DO $$
DECLARE
  part record;
BEGIN
  FOR part IN SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ '^scores(_\d\d)?$' AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('CREATE STATISTICS public.%I ON (outcome::text) FROM public.%I', part.name || '_outcome', part.name);
    EXECUTE format('CREATE STATISTICS public.%I ON ((created_at AT TIME ZONE ''UTC'')::date) FROM public.%I',
      part.name || '_day', part.name);
  END LOOP;
END $$;
--> statement-breakpoint

-- Student's t below which 97.5 % lie, by degrees of freedom from 1 to infinity. The logarithm is a polynomial of 1/df in
-- each half, fitted at Chebyshev nodes; within 3e-13 of the quantile that the API uses.
CREATE FUNCTION bi_internal.t975(df double precision) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  u double precision := 4 / df;
BEGIN
  IF df > 2 THEN
    u := u - 1;
    RETURN exp(1.0211713702805 + u * (0.394380104077043 + u * (0.0456928080501497 + u * (-0.00131470067692087
      + u * (-0.000802152315744273 + u * (0.0000894776485641989 + u * (0.0000177445425134489
      + u * (-0.00000188217601352189 + u * (-0.0000011477881339975 + u * (-5.26534792909063e-8
      + u * (2.88682954874275e-7 + u * (-1.49508581768844e-7 + u * (2.46099602918548e-8
      + u * (2.75605153936859e-8 + u * -1.39519735447331e-8))))))))))))));
  END IF;
  u := u - 3;
  RETURN exp(1.97291159400014 + u * (0.544704025426036 + u * (0.0275796418610099 + u * (-0.00331410142403565
    + u * (0.000181766141264131 + u * (0.0000382904958391756 + u * (-0.0000120682567233489
    + u * (0.00000119997092541878 + u * (1.4878666831919e-7 + u * (-7.03800436342915e-8
    + u * (9.19046020239226e-9 + u * (6.62737420498161e-10 + u * (-4.96681553028923e-10
    + u * (8.80260943501656e-11 + u * -5.0671847670206e-12))))))))))))));
END $$;
--> statement-breakpoint

-- Half the width of Wilson's 95 % interval of a proportion p of n.
CREATE FUNCTION bi_internal.wilson_half(p double precision, n double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 1.9599639845400538 / (1 + 3.8414588206941245 / n) * sqrt(p * (1 - p) / n + 3.8414588206941245 / (4 * n * n));
CREATE FUNCTION bi_internal.wilson_low(p double precision, n double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p = 0 THEN 0 ELSE greatest(0,
  (p + 3.8414588206941245 / (2 * n)) / (1 + 3.8414588206941245 / n) - bi_internal.wilson_half(p, n)) END;
CREATE FUNCTION bi_internal.wilson_high(p double precision, n double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN p = 1 THEN 1 ELSE least(1,
  (p + 3.8414588206941245 / (2 * n)) / (1 + 3.8414588206941245 / n) + bi_internal.wilson_half(p, n)) END;
--> statement-breakpoint

CREATE FUNCTION bi_internal.utc_day(at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (at AT TIME ZONE 'UTC')::date;
--> statement-breakpoint

CREATE FUNCTION bi_internal.settings_text(settings jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(key || '=' || value, ', ' ORDER BY key), '') FROM jsonb_each_text(settings));
--> statement-breakpoint

-- Every slice as its benchmark's headline looks at it: which rollup rows count (those without a criterion pool all), and
-- the scale and direction of the criteria behind them.
CREATE VIEW bi_internal.headlines AS
SELECT s.id AS slice_id, CASE WHEN b.headline_criterion IS NOT NULL THEN c.id END AS criterion_id, s.category_id,
  k.position,
  CASE WHEN b.headline_criterion IS NOT NULL AND k.aggregation = 'MEAN_RESPONSE_SUM' THEN 'MEAN' ELSE k.aggregation END
    AS aggregation,
  min(c.scale_min) AS scale_min, min(c.scale_max) AS scale_max, bool_and(c.higher_is_better) AS higher_is_better,
  min(c.scale_min) = max(c.scale_min) AND min(c.scale_max) = max(c.scale_max)
    AND bool_and(c.higher_is_better) = bool_or(c.higher_is_better) AS is_uniform
FROM slices s JOIN slices k ON k.id = s.category_id JOIN benchmarks b ON b.id = s.benchmark_id
  JOIN criteria c ON c.benchmark_id = b.id AND (c.category_id IS NULL OR c.category_id = s.category_id)
    AND (b.headline_criterion IS NULL OR c.slug = b.headline_criterion)
GROUP BY s.id, 2, k.position, k.aggregation, b.headline_criterion;
--> statement-breakpoint

-- Of every judge, model and settings the evaluation that a leaderboard shows: the newest; an open one where none is closed.
CREATE VIEW bi_internal.shown AS
SELECT DISTINCT ON (r.benchmark_id, e.judge_id, r.model_id, r.settings)
  r.benchmark_id, e.judge_id, r.model_id, r.settings, r.samples_per_question, e.id AS evaluation_id,
  e.key AS evaluation_key, e.status, coalesce(e.finished_at, e.created_at) AS evaluated_at
FROM evaluations e JOIN runs r ON r.id = e.run_id
WHERE e.status NOT IN ('CANCELLED', 'FAILED')
ORDER BY r.benchmark_id, e.judge_id, r.model_id, r.settings, e.status IN ('QUEUED', 'RUNNING'), e.id DESC;
--> statement-breakpoint

-- The judge of each benchmark's newest evaluation, which its leaderboard shows unless another is named.
CREATE VIEW bi_internal.newest_judges AS
SELECT DISTINCT ON (r.benchmark_id) r.benchmark_id, e.judge_id
FROM evaluations e JOIN runs r ON r.id = e.run_id
WHERE e.status NOT IN ('CANCELLED', 'FAILED')
ORDER BY r.benchmark_id, e.id DESC;
--> statement-breakpoint

-- Rollups of the headline's criterion added up, by category and for the whole (category_id null), in both readings.
CREATE VIEW bi_internal.sums AS
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
  sum(r.judge_error + r.missing_media + greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable
    - r.out_of_range - r.judge_error - r.missing_media)) AS holes,
  sum(r.scored + r.not_applicable + r.unparseable + r.out_of_range) AS judged,
  sum(r.judge_error + r.missing_media) AS failed,
  sum(CASE WHEN m.is_strict THEN r.n ELSE r.official_n END)::double precision AS n,
  sum(CASE WHEN m.is_strict THEN r.sum ELSE r.official_sum END) AS sum,
  sum(CASE WHEN m.is_strict THEN r.questions ELSE r.official_questions END)::double precision AS clusters,
  sum(CASE WHEN m.is_strict THEN r.squares ELSE r.official_squares END) AS squares,
  sum(CASE WHEN m.is_strict THEN r."cross" ELSE r.official_cross END) AS crossed,
  sum(CASE WHEN m.is_strict THEN r.sizes ELSE r.official_sizes END) AS sizes,
  sum(CASE WHEN m.is_strict THEN r.best ELSE r.official_best END) AS best
FROM bi_internal.shown v
  JOIN rollups r ON r.evaluation_id = v.evaluation_id
  JOIN bi_internal.headlines h ON h.slice_id = r.slice_id AND h.criterion_id IS NOT DISTINCT FROM r.criterion_id
  CROSS JOIN (VALUES (true), (false)) AS m(is_strict)
GROUP BY GROUPING SETS ((m.is_strict, r.evaluation_id, h.category_id), (m.is_strict, r.evaluation_id));
--> statement-breakpoint

-- The mean of each sum with the variance of its estimate, questions being clusters: src/statistics/clusteredMean.ts.
CREATE VIEW bi_internal.means AS
SELECT w.*,
  CASE WHEN w.variance > 0 THEN w.variance
    WHEN w.variance = 0 THEN ((bi_internal.wilson_high(w.place, w.clusters) - bi_internal.wilson_low(w.place, w.clusters))
      * (w.scale_max - w.scale_min) / (2 * 1.9599639845400538)) ^ 2
  END AS shown_variance
FROM (
  SELECT v.*, (v.mean - v.scale_min) / (v.scale_max - v.scale_min) AS place,
    CASE WHEN v.clusters >= 2 THEN v.clusters / (v.clusters - 1) * CASE
      -- Below this the difference of the three terms is noise.
      WHEN v.residual > 1e-12 * (v.squares + 2 * abs(v.mean * v.crossed) + v.mean * v.mean * v.sizes) THEN v.residual
      ELSE 0 END / v.n ^ 2 END AS variance
  FROM (
    SELECT u.*, u.squares - 2 * u.mean * u.crossed + u.mean * u.mean * u.sizes AS residual
    FROM (SELECT s.*, s.sum / nullif(s.n, 0) AS mean FROM bi_internal.sums s WHERE s.is_uniform OFFSET 0) AS u OFFSET 0
  ) AS v OFFSET 0
) AS w;
--> statement-breakpoint

-- One number per evaluation and part: what src/benchmarks/aggregate.ts makes of sums under each aggregation.
CREATE VIEW bi_internal.numbers AS
SELECT k.is_strict, k.evaluation_id, k.category_id, k.aggregation, k.higher_is_better, k.holes, k.judged,
  k.expected AS expected_scores, k.position,
  CASE k.aggregation
    WHEN 'MEAN' THEN k.mean
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN k.sum_of_means / nullif(k.parts, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN CASE
      WHEN k.responses = 0 OR (k.is_strict AND k.n = 0)
        OR (NOT k.is_strict AND k.asked > 0 AND k.judged + k.failed = 0) THEN NULL
      ELSE k.sum / k.responses * k.factor END
    ELSE k.won / nullif(k.clusters, 0)
  END AS mean,
  CASE k.aggregation
    WHEN 'MEAN' THEN k.mean
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN k.sum_of_means / nullif(k.parts, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN k.sum / nullif(k.responses, 0) * k.factor
    ELSE k.won / nullif(k.clusters, 0)
  END AS estimate,
  CASE k.aggregation
    WHEN 'MEAN' THEN k.shown_variance
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN CASE WHEN k.estimates = k.parts THEN k.sum_of_variances / k.parts ^ 2 END
    WHEN 'MEAN_RESPONSE_SUM' THEN CASE WHEN k.responses > 0 AND k.asked_questions >= 2 THEN
      k.asked_questions / (k.asked_questions - 1) * greatest(0, k.squares - k.sum ^ 2 / k.asked_questions)
        / k.responses ^ 2 * k.factor ^ 2 END
    ELSE k.won / nullif(k.clusters, 0) * (1 - k.won / nullif(k.clusters, 0)) / nullif(k.clusters, 0)
  END AS variance,
  CASE k.aggregation
    WHEN 'MEAN_OF_CATEGORY_MEANS' THEN k.sum_of_variances ^ 2 / nullif(k.sum_of_ratios, 0)
    WHEN 'MEAN_RESPONSE_SUM' THEN k.asked_questions - 1
    ELSE k.clusters - 1
  END AS degrees,
  -- Wilson's interval stands in where every question has the same mean, and for a share of questions.
  CASE WHEN k.aggregation = 'MEAN' AND k.variance = 0 THEN k.place
    WHEN k.aggregation = 'ANY_OF_N' THEN k.won / nullif(k.clusters, 0) END AS proportion,
  k.clusters,
  CASE k.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN k.responses WHEN 'ANY_OF_N' THEN k.clusters ELSE k.n END AS n,
  CASE k.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN round(k.expected / k.per_response)
    WHEN 'ANY_OF_N' THEN round(k.expected / k.samples::double precision) ELSE k.expected END AS expected,
  CASE k.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN k.scale_min * k.per_response WHEN 'ANY_OF_N' THEN 0
    ELSE k.scale_min END AS scale_min,
  CASE k.aggregation WHEN 'MEAN_RESPONSE_SUM' THEN k.scale_max * k.per_response WHEN 'ANY_OF_N' THEN 1
    ELSE k.scale_max END AS scale_max
FROM (
  SELECT m.is_strict, m.evaluation_id, m.category_id, m.position, m.higher_is_better, m.holes, m.judged, m.failed,
    m.expected::double precision AS expected, m.responses, m.samples, m.asked, m.n, m.sum, m.clusters, m.squares,
    m.scale_min, m.scale_max, m.mean, m.place, m.variance, m.shown_variance,
    CASE WHEN m.category_id IS NOT NULL THEN m.aggregation
      ELSE coalesce(b.headline_aggregation, CASE WHEN b.headline_criterion IS NOT NULL THEN 'MEAN'::aggregation END)
    END AS aggregation,
    (m.best - m.scale_min * m.clusters) / (m.scale_max - m.scale_min) AS won,
    m.responses / m.samples AS asked_questions,
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
) AS k
WHERE k.aggregation IS NOT NULL;
--> statement-breakpoint

-- The rows of both leaderboards: numbers with intervals, as the published script prints them where the reading is official.
CREATE VIEW bi_internal.standings AS
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
        THEN x.scale_min + bi_internal.wilson_low(x.proportion, x.clusters) * (x.scale_max - x.scale_min)
        WHEN x.half IS NOT NULL THEN least(x.scale_max, greatest(x.scale_min, x.estimate - x.half)) END AS low,
      CASE WHEN x.proportion IS NOT NULL
        THEN x.scale_min + bi_internal.wilson_high(x.proportion, x.clusters) * (x.scale_max - x.scale_min)
        WHEN x.half IS NOT NULL THEN least(x.scale_max, greatest(x.scale_min, x.estimate + x.half)) END AS high
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

COMMENT ON SCHEMA bi_v1 IS 'Version 1 of the tables for BI tools: names, types and meanings in it never change.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_model AS
SELECT m.key AS model_key, m.id AS model_id, m.name AS model, m.kind::text AS kind, m.created_at
FROM models m;
COMMENT ON VIEW bi_v1.dim_model IS 'Systems under test, one row each.';
COMMENT ON COLUMN bi_v1.dim_model.model_key IS 'Key that facts refer to.';
COMMENT ON COLUMN bi_v1.dim_model.model_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.dim_model.model IS 'Name, unique.';
COMMENT ON COLUMN bi_v1.dim_model.kind IS 'INTERLEAVED, INTEGRATED or TEXT_TO_IMAGE.';
COMMENT ON COLUMN bi_v1.dim_model.created_at IS 'When it was first seen, in UTC.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_benchmark AS
SELECT b.key AS benchmark_key, b.id AS benchmark_id, b.slug AS benchmark, b.name AS benchmark_name, b.description,
  b.samples_per_question, b.headline_criterion, b.headline_aggregation::text AS headline_aggregation, b.installed_at
FROM benchmarks b;
COMMENT ON VIEW bi_v1.dim_benchmark IS 'Benchmarks, one row each.';
COMMENT ON COLUMN bi_v1.dim_benchmark.benchmark_key IS 'Key that facts refer to.';
COMMENT ON COLUMN bi_v1.dim_benchmark.benchmark_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.dim_benchmark.benchmark IS 'Slug, unique: mmie, geneval, evalalign.';
COMMENT ON COLUMN bi_v1.dim_benchmark.benchmark_name IS 'Name for people.';
COMMENT ON COLUMN bi_v1.dim_benchmark.description IS 'What it asks, in a sentence.';
COMMENT ON COLUMN bi_v1.dim_benchmark.samples_per_question IS 'Responses per question that a full run has.';
COMMENT ON COLUMN bi_v1.dim_benchmark.headline_criterion IS 'Slug of the criterion that ranks; null where all criteria are pooled.';
COMMENT ON COLUMN bi_v1.dim_benchmark.headline_aggregation IS 'How the whole becomes one number; null where it must not.';
COMMENT ON COLUMN bi_v1.dim_benchmark.installed_at IS 'When its questions were installed, in UTC; null until then.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_slice AS
SELECT s.key AS slice_key, s.id AS slice_id, b.key AS benchmark_key, b.slug AS benchmark, s.level::text AS level,
  s.slug AS slice, s.name AS slice_name, u.key AS parent_slice_key, s.category, c.name AS category_name,
  s.domain, d.name AS domain_name, CASE s.level WHEN 'SUBDOMAIN' THEN s.slug END AS subdomain,
  CASE s.level WHEN 'SUBDOMAIN' THEN s.name END AS subdomain_name, c.position AS category_position, s.position,
  NOT EXISTS (SELECT FROM slices x WHERE x.parent_id = s.id) AS is_leaf
FROM slices s LEFT JOIN benchmarks b ON b.id = s.benchmark_id LEFT JOIN slices u ON u.id = s.parent_id
  LEFT JOIN slices c ON c.id = s.category_id LEFT JOIN slices d ON d.id = s.domain_id;
COMMENT ON VIEW bi_v1.dim_slice IS 'Parts of benchmarks, leaves and inner ones, with the levels above them flattened into columns. Facts refer to leaves.';
COMMENT ON COLUMN bi_v1.dim_slice.slice_key IS 'Key that facts refer to.';
COMMENT ON COLUMN bi_v1.dim_slice.slice_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.dim_slice.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.dim_slice.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.dim_slice.level IS 'CATEGORY, DOMAIN or SUBDOMAIN.';
COMMENT ON COLUMN bi_v1.dim_slice.slice IS 'Slug, unique among the children of one parent.';
COMMENT ON COLUMN bi_v1.dim_slice.slice_name IS 'Name for people.';
COMMENT ON COLUMN bi_v1.dim_slice.parent_slice_key IS 'The slice above; null for a category.';
COMMENT ON COLUMN bi_v1.dim_slice.category IS 'Slug of its category, itself if it is one.';
COMMENT ON COLUMN bi_v1.dim_slice.category_name IS 'Name of its category.';
COMMENT ON COLUMN bi_v1.dim_slice.domain IS 'Slug of its domain; null for a category.';
COMMENT ON COLUMN bi_v1.dim_slice.domain_name IS 'Name of its domain; null for a category.';
COMMENT ON COLUMN bi_v1.dim_slice.subdomain IS 'Slug of its subdomain; null above that level.';
COMMENT ON COLUMN bi_v1.dim_slice.subdomain_name IS 'Name of its subdomain; null above that level.';
COMMENT ON COLUMN bi_v1.dim_slice.category_position IS 'Place of its category in the benchmark, from 0.';
COMMENT ON COLUMN bi_v1.dim_slice.position IS 'Place among the children of its parent.';
COMMENT ON COLUMN bi_v1.dim_slice.is_leaf IS 'Whether it has no slice below it; questions hang on leaves.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_criterion AS
SELECT c.key AS criterion_key, c.id AS criterion_id, b.key AS benchmark_key, b.slug AS benchmark, c.slug AS criterion,
  c.name AS criterion_name, c.description, s.slug AS category, c.scale_min, c.scale_max, c.higher_is_better, c.position
FROM criteria c JOIN benchmarks b ON b.id = c.benchmark_id LEFT JOIN slices s ON s.id = c.category_id;
COMMENT ON VIEW bi_v1.dim_criterion IS 'Aspects that are scored, with their scales. Values of different scales have no common mean.';
COMMENT ON COLUMN bi_v1.dim_criterion.criterion_key IS 'Key that facts refer to.';
COMMENT ON COLUMN bi_v1.dim_criterion.criterion_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.dim_criterion.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.dim_criterion.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.dim_criterion.criterion IS 'Slug, unique within its category.';
COMMENT ON COLUMN bi_v1.dim_criterion.criterion_name IS 'Name for people.';
COMMENT ON COLUMN bi_v1.dim_criterion.description IS 'What it asks.';
COMMENT ON COLUMN bi_v1.dim_criterion.category IS 'Slug of the category it applies to; null when to all.';
COMMENT ON COLUMN bi_v1.dim_criterion.scale_min IS 'Lowest possible value.';
COMMENT ON COLUMN bi_v1.dim_criterion.scale_max IS 'Highest possible value.';
COMMENT ON COLUMN bi_v1.dim_criterion.higher_is_better IS 'Whether a higher value is better.';
COMMENT ON COLUMN bi_v1.dim_criterion.position IS 'Place in the benchmark, from 0.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_judge AS
SELECT j.key AS judge_key, j.id AS judge_id, j.name AS judge, j.revision, j.name || '@' || left(j.revision, 12) AS judge_label,
  j.kind::text AS kind, j.created_at
FROM judges j;
COMMENT ON VIEW bi_v1.dim_judge IS 'Judges, one row per exact revision.';
COMMENT ON COLUMN bi_v1.dim_judge.judge_key IS 'Key that facts refer to.';
COMMENT ON COLUMN bi_v1.dim_judge.judge_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.dim_judge.judge IS 'Name; revisions share it.';
COMMENT ON COLUMN bi_v1.dim_judge.revision IS 'sha256 over everything that can change a score.';
COMMENT ON COLUMN bi_v1.dim_judge.judge_label IS 'Name and the first twelve digits of the revision.';
COMMENT ON COLUMN bi_v1.dim_judge.kind IS 'DETECTOR, VLM, RULE, PEOPLE or IMPORTED.';
COMMENT ON COLUMN bi_v1.dim_judge.created_at IS 'When this revision was first seen, in UTC.';
--> statement-breakpoint

CREATE VIEW bi_v1.dim_date AS
SELECT d::date AS date_key, extract(year FROM d)::integer AS year, extract(quarter FROM d)::integer AS quarter,
  extract(month FROM d)::integer AS month, (ARRAY['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August',
    'September', 'October', 'November', 'December'])[extract(month FROM d)::integer] AS month_name,
  to_char(d, 'YYYY-MM') AS year_month, date_trunc('month', d)::date AS month_start,
  extract(isoyear FROM d)::integer AS iso_year, extract(week FROM d)::integer AS iso_week, date_trunc('week', d)::date AS week_start,
  extract(day FROM d)::integer AS day, extract(isodow FROM d)::integer AS day_of_week,
  (ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])[extract(isodow FROM d)::integer] AS day_name,
  extract(isodow FROM d) > 5 AS is_weekend
FROM (SELECT coalesce(least((SELECT min(created_at) FROM runs), (SELECT min(created_at) FROM evaluations)), now()) AS at) AS first,
  generate_series(date_trunc('year', first.at AT TIME ZONE 'UTC'),
    date_trunc('year', now() AT TIME ZONE 'UTC') + interval '2 years' - interval '1 day', interval '1 day') AS d;
COMMENT ON VIEW bi_v1.dim_date IS 'Days without gaps, in whole years: from the year of the first run to the end of the next year. Mark it as date table.';
COMMENT ON COLUMN bi_v1.dim_date.date_key IS 'The day, in UTC; what every date_key refers to.';
COMMENT ON COLUMN bi_v1.dim_date.year IS 'Year.';
COMMENT ON COLUMN bi_v1.dim_date.quarter IS 'Quarter, 1 to 4.';
COMMENT ON COLUMN bi_v1.dim_date.month IS 'Month, 1 to 12.';
COMMENT ON COLUMN bi_v1.dim_date.month_name IS 'Month in English.';
COMMENT ON COLUMN bi_v1.dim_date.year_month IS 'Year and month as 2026-11, which sorts as it should.';
COMMENT ON COLUMN bi_v1.dim_date.month_start IS 'First day of the month.';
COMMENT ON COLUMN bi_v1.dim_date.iso_year IS 'Year of the ISO week.';
COMMENT ON COLUMN bi_v1.dim_date.iso_week IS 'ISO week, 1 to 53.';
COMMENT ON COLUMN bi_v1.dim_date.week_start IS 'Monday of the week.';
COMMENT ON COLUMN bi_v1.dim_date.day IS 'Day of the month.';
COMMENT ON COLUMN bi_v1.dim_date.day_of_week IS '1 Monday to 7 Sunday.';
COMMENT ON COLUMN bi_v1.dim_date.day_name IS 'Day in English.';
COMMENT ON COLUMN bi_v1.dim_date.is_weekend IS 'Whether it is Saturday or Sunday.';
--> statement-breakpoint

CREATE VIEW bi_v1.fact_evaluation AS
SELECT e.key AS evaluation_key, e.id AS evaluation_id, r.id AS run_id, b.key AS benchmark_key, m.key AS model_key,
  j.key AS judge_key, bi_internal.utc_day(e.created_at) AS date_key, bi_internal.settings_text(r.settings) AS settings,
  r.samples_per_question, e.status::text AS status, e.is_import, e.expected, e.responses, e.done, e.created_at,
  e.started_at, e.finished_at, extract(epoch FROM e.finished_at - e.started_at)::double precision AS seconds
FROM evaluations e JOIN runs r ON r.id = e.run_id LEFT JOIN benchmarks b ON b.id = r.benchmark_id
  LEFT JOIN models m ON m.id = r.model_id LEFT JOIN judges j ON j.id = e.judge_id;
COMMENT ON VIEW bi_v1.fact_evaluation IS 'Evaluations: one row per judge revision and run.';
COMMENT ON COLUMN bi_v1.fact_evaluation.evaluation_key IS 'Key that other facts refer to.';
COMMENT ON COLUMN bi_v1.fact_evaluation.evaluation_id IS 'Id as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.fact_evaluation.run_id IS 'Id of the run, as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.fact_evaluation.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.fact_evaluation.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.fact_evaluation.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.fact_evaluation.date_key IS 'Day of created_at: dim_date.date_key.';
COMMENT ON COLUMN bi_v1.fact_evaluation.settings IS 'What the run was made with, as name=value, name=value; empty for none.';
COMMENT ON COLUMN bi_v1.fact_evaluation.samples_per_question IS 'Responses per question that the run means to have.';
COMMENT ON COLUMN bi_v1.fact_evaluation.status IS 'QUEUED, RUNNING, COMPLETED, PARTIAL, FAILED or CANCELLED.';
COMMENT ON COLUMN bi_v1.fact_evaluation.is_import IS 'Whether its scores were made elsewhere.';
COMMENT ON COLUMN bi_v1.fact_evaluation.expected IS 'Responses that a full run has.';
COMMENT ON COLUMN bi_v1.fact_evaluation.responses IS 'Responses the run had when it began.';
COMMENT ON COLUMN bi_v1.fact_evaluation.done IS 'Responses with a score or an outcome.';
COMMENT ON COLUMN bi_v1.fact_evaluation.created_at IS 'When it was asked for, in UTC.';
COMMENT ON COLUMN bi_v1.fact_evaluation.started_at IS 'When the first score came, in UTC; null until then.';
COMMENT ON COLUMN bi_v1.fact_evaluation.finished_at IS 'When it was closed, in UTC; null until then.';
COMMENT ON COLUMN bi_v1.fact_evaluation.seconds IS 'From start to finish; null while open.';
--> statement-breakpoint

CREATE VIEW bi_v1.fact_score AS
SELECT s.evaluation_id, e.key AS evaluation_key, b.key AS benchmark_key, m.key AS model_key, j.key AS judge_key, p.key AS slice_key,
  c.key AS criterion_key, bi_internal.utc_day(s.created_at) AS date_key, s.question_id, q.external_id AS question,
  s.response_id, a.sample_index, s.outcome::text AS outcome, s.value, s.official_value, s.reason, s.created_at
FROM scores s LEFT JOIN evaluations e ON e.id = s.evaluation_id LEFT JOIN runs r ON r.id = e.run_id
  LEFT JOIN benchmarks b ON b.id = r.benchmark_id LEFT JOIN models m ON m.id = r.model_id
  LEFT JOIN judges j ON j.id = e.judge_id LEFT JOIN slices p ON p.id = s.slice_id
  LEFT JOIN criteria c ON c.id = s.criterion_id LEFT JOIN questions q ON q.id = s.question_id
  LEFT JOIN responses a ON a.id = s.response_id;
COMMENT ON VIEW bi_v1.fact_score IS 'Scores. One row per criterion of one response in one evaluation. It is the largest view: filter by evaluation, model or benchmark.';
COMMENT ON COLUMN bi_v1.fact_score.evaluation_id IS 'Id of the evaluation, as the API knows it, without its type. A filter by it is the fastest: it names one part of the table.';
COMMENT ON COLUMN bi_v1.fact_score.evaluation_key IS 'The evaluation: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.fact_score.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.fact_score.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.fact_score.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.fact_score.slice_key IS 'The leaf slice of the question: dim_slice.slice_key.';
COMMENT ON COLUMN bi_v1.fact_score.criterion_key IS 'The criterion: dim_criterion.criterion_key.';
COMMENT ON COLUMN bi_v1.fact_score.date_key IS 'Day of created_at: dim_date.date_key.';
COMMENT ON COLUMN bi_v1.fact_score.question_id IS 'Id of the question, as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.fact_score.question IS 'Id of the question as the benchmark names it.';
COMMENT ON COLUMN bi_v1.fact_score.response_id IS 'Id of the response, as the API knows it, without its type.';
COMMENT ON COLUMN bi_v1.fact_score.sample_index IS 'Which of the responses to the question, from 0.';
COMMENT ON COLUMN bi_v1.fact_score.outcome IS 'SCORED, or why there is no value: NOT_APPLICABLE, UNPARSEABLE, OUT_OF_RANGE, JUDGE_ERROR or MISSING_MEDIA.';
COMMENT ON COLUMN bi_v1.fact_score.value IS 'As strictly read, in units of the criterion; null unless SCORED.';
COMMENT ON COLUMN bi_v1.fact_score.official_value IS 'As the published script reads it; null where it leaves it out.';
COMMENT ON COLUMN bi_v1.fact_score.reason IS 'What the judge gives as reason, or what went wrong; null for none.';
COMMENT ON COLUMN bi_v1.fact_score.created_at IS 'When it was written, in UTC.';
--> statement-breakpoint

CREATE VIEW bi_v1.fact_rollup AS
SELECT e.key AS evaluation_key, b.key AS benchmark_key, m.key AS model_key, j.key AS judge_key,
  p.key AS slice_key, c.key AS criterion_key, bi_internal.utc_day(e.created_at) AS date_key, r.expected, r.responses,
  r.scored, r.not_applicable, r.unparseable, r.out_of_range, r.judge_error, r.missing_media,
  greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media)
    AS missing_response,
  r.n, r.sum AS value_sum, r.sum / nullif(r.n, 0) AS value_mean, r.official_n, r.official_sum,
  r.official_sum / nullif(r.official_n, 0) AS official_mean
FROM rollups r JOIN evaluations e ON e.id = r.evaluation_id JOIN runs u ON u.id = e.run_id
  LEFT JOIN benchmarks b ON b.id = u.benchmark_id LEFT JOIN models m ON m.id = u.model_id
  LEFT JOIN judges j ON j.id = e.judge_id LEFT JOIN slices p ON p.id = r.slice_id
  LEFT JOIN criteria c ON c.id = r.criterion_id
WHERE r.criterion_id IS NOT NULL;
COMMENT ON VIEW bi_v1.fact_rollup IS 'Scores added up: one row per evaluation, leaf slice and criterion. Means of several rows are sum over n, never means of means, unless a benchmark says so.';
COMMENT ON COLUMN bi_v1.fact_rollup.evaluation_key IS 'The evaluation: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.slice_key IS 'The leaf slice: dim_slice.slice_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.criterion_key IS 'The criterion: dim_criterion.criterion_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.date_key IS 'Day of the evaluation: dim_date.date_key.';
COMMENT ON COLUMN bi_v1.fact_rollup.expected IS 'Scores that a full run has here.';
COMMENT ON COLUMN bi_v1.fact_rollup.responses IS 'Responses of the run here, scored or not.';
COMMENT ON COLUMN bi_v1.fact_rollup.scored IS 'Scores with a value.';
COMMENT ON COLUMN bi_v1.fact_rollup.not_applicable IS 'Scores whose criterion does not apply.';
COMMENT ON COLUMN bi_v1.fact_rollup.unparseable IS 'Replies that say no number.';
COMMENT ON COLUMN bi_v1.fact_rollup.out_of_range IS 'Replies with a number off the scale.';
COMMENT ON COLUMN bi_v1.fact_rollup.judge_error IS 'Scores that the judge failed to give.';
COMMENT ON COLUMN bi_v1.fact_rollup.missing_media IS 'Scores without the pictures to judge.';
COMMENT ON COLUMN bi_v1.fact_rollup.missing_response IS 'Expected scores that nothing is known of.';
COMMENT ON COLUMN bi_v1.fact_rollup.n IS 'Values, strictly read.';
COMMENT ON COLUMN bi_v1.fact_rollup.value_sum IS 'Sum of the values, strictly read.';
COMMENT ON COLUMN bi_v1.fact_rollup.value_mean IS 'value_sum over n; null without values.';
COMMENT ON COLUMN bi_v1.fact_rollup.official_n IS 'Values, as the published script reads.';
COMMENT ON COLUMN bi_v1.fact_rollup.official_sum IS 'Sum of the values, as the published script reads.';
COMMENT ON COLUMN bi_v1.fact_rollup.official_mean IS 'official_sum over official_n; null without values.';
--> statement-breakpoint

CREATE VIEW bi_v1.leaderboard_official AS
SELECT b.key AS benchmark_key, b.slug AS benchmark, j.key AS judge_key, j.name AS judge, j.revision AS judge_revision,
  w.judge_id IS NOT NULL AS is_newest_judge, m.key AS model_key, m.name AS model,
  bi_internal.settings_text(s.settings) AS settings, s.evaluation_key, s.status::text AS status, s.category_id IS NULL AS is_whole,
  c.key AS slice_key, c.slug AS category, c.name AS category_name, s.rank, s.is_complete, o.mean AS mean,
  coalesce(round(q.percent::numeric, b.official_percent_digits)::double precision, q.percent) AS percent, s.low, s.high,
  s.n::integer AS n, s.expected::integer AS expected, s.scale_min, s.scale_max, s.aggregation::text AS aggregation,
  s.evaluated_at, bi_internal.utc_day(s.evaluated_at) AS date_key
FROM bi_internal.standings s JOIN benchmarks b ON b.id = s.benchmark_id JOIN judges j ON j.id = s.judge_id
  JOIN models m ON m.id = s.model_id LEFT JOIN slices c ON c.id = s.category_id
  LEFT JOIN bi_internal.newest_judges w ON w.benchmark_id = s.benchmark_id AND w.judge_id = s.judge_id
  CROSS JOIN LATERAL (SELECT coalesce(s.mean, CASE WHEN s.judged > 0 THEN b.official_of_none END) AS exact) AS a
  CROSS JOIN LATERAL (SELECT coalesce(round(a.exact * 10 ^ b.official_mean_digits) / 10 ^ b.official_mean_digits, a.exact) AS mean) AS o
  CROSS JOIN LATERAL (SELECT (o.mean - s.scale_min) / (s.scale_max - s.scale_min) * 100 AS percent) AS q
WHERE NOT s.is_strict;
COMMENT ON VIEW bi_v1.leaderboard_official IS 'The leaderboard as each published script reads and aggregates, quirks included: of every judge, model and settings the newest evaluation, as a whole and by category.';
COMMENT ON COLUMN bi_v1.leaderboard_official.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.leaderboard_official.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.leaderboard_official.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.leaderboard_official.judge IS 'Name of the judge.';
COMMENT ON COLUMN bi_v1.leaderboard_official.judge_revision IS 'sha256 over everything that can change a score.';
COMMENT ON COLUMN bi_v1.leaderboard_official.is_newest_judge IS 'Whether the judge is that of the newest evaluation, which the API shows unless another is named. Filter by it or by judge_key: judges do not compare.';
COMMENT ON COLUMN bi_v1.leaderboard_official.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.leaderboard_official.model IS 'Name of the model.';
COMMENT ON COLUMN bi_v1.leaderboard_official.settings IS 'What the run was made with, as name=value, name=value. The same model with other settings is another row.';
COMMENT ON COLUMN bi_v1.leaderboard_official.evaluation_key IS 'The evaluation the numbers are from: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.leaderboard_official.status IS 'Status of the evaluation.';
COMMENT ON COLUMN bi_v1.leaderboard_official.is_whole IS 'True in the row of the whole benchmark, false in those of its categories. A benchmark that must not be one number has no row of the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_official.slice_key IS 'The category: dim_slice.slice_key; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_official.category IS 'Slug of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_official.category_name IS 'Name of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_official.rank IS '1 + the number of models clearly above on the same benchmark, judge and part; equal where the data cannot tell models apart; null while incomplete, and without an interval.';
COMMENT ON COLUMN bi_v1.leaderboard_official.is_complete IS 'Whether the evaluation is closed and nothing of this part is missing.';
COMMENT ON COLUMN bi_v1.leaderboard_official.mean IS 'In units of the scale; null without scores.';
COMMENT ON COLUMN bi_v1.leaderboard_official.percent IS 'The mean as percent of the way from scale_min to scale_max.';
COMMENT ON COLUMN bi_v1.leaderboard_official.low IS 'Lower end of the 95 % interval, questions as clusters; null where it cannot be told.';
COMMENT ON COLUMN bi_v1.leaderboard_official.high IS 'Upper end, as low.';
COMMENT ON COLUMN bi_v1.leaderboard_official.n IS 'What the mean is over: scores, or responses under MEAN_RESPONSE_SUM.';
COMMENT ON COLUMN bi_v1.leaderboard_official.expected IS 'What n is in a full run.';
COMMENT ON COLUMN bi_v1.leaderboard_official.scale_min IS 'Lowest possible mean.';
COMMENT ON COLUMN bi_v1.leaderboard_official.scale_max IS 'Highest possible mean.';
COMMENT ON COLUMN bi_v1.leaderboard_official.aggregation IS 'How it was computed: MEAN, MEAN_RESPONSE_SUM, MEAN_OF_CATEGORY_MEANS or ANY_OF_N.';
COMMENT ON COLUMN bi_v1.leaderboard_official.evaluated_at IS 'When the evaluation was closed, or asked for while it is open, in UTC.';
COMMENT ON COLUMN bi_v1.leaderboard_official.date_key IS 'Day of evaluated_at: dim_date.date_key.';
--> statement-breakpoint

CREATE VIEW bi_v1.leaderboard_strict AS
SELECT b.key AS benchmark_key, b.slug AS benchmark, j.key AS judge_key, j.name AS judge, j.revision AS judge_revision,
  w.judge_id IS NOT NULL AS is_newest_judge, m.key AS model_key, m.name AS model,
  bi_internal.settings_text(s.settings) AS settings, s.evaluation_key, s.status::text AS status, s.category_id IS NULL AS is_whole,
  c.key AS slice_key, c.slug AS category, c.name AS category_name, s.rank, s.is_complete, s.mean AS mean,
  (s.mean - s.scale_min) / (s.scale_max - s.scale_min) * 100 AS percent, s.low, s.high,
  s.n::integer AS n, s.expected::integer AS expected, s.scale_min, s.scale_max, s.aggregation::text AS aggregation,
  s.evaluated_at, bi_internal.utc_day(s.evaluated_at) AS date_key
FROM bi_internal.standings s JOIN benchmarks b ON b.id = s.benchmark_id JOIN judges j ON j.id = s.judge_id
  JOIN models m ON m.id = s.model_id LEFT JOIN slices c ON c.id = s.category_id
  LEFT JOIN bi_internal.newest_judges w ON w.benchmark_id = s.benchmark_id AND w.judge_id = s.judge_id
WHERE s.is_strict;
COMMENT ON VIEW bi_v1.leaderboard_strict IS 'The leaderboard as a careful person reads, with values that are not there left out: of every judge, model and settings the newest evaluation, as a whole and by category.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.benchmark_key IS 'The benchmark: dim_benchmark.benchmark_key.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.benchmark IS 'Slug of the benchmark.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.judge_key IS 'The judge revision: dim_judge.judge_key.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.judge IS 'Name of the judge.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.judge_revision IS 'sha256 over everything that can change a score.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.is_newest_judge IS 'Whether the judge is that of the newest evaluation, which the API shows unless another is named. Filter by it or by judge_key: judges do not compare.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.model_key IS 'The model: dim_model.model_key.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.model IS 'Name of the model.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.settings IS 'What the run was made with, as name=value, name=value. The same model with other settings is another row.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.evaluation_key IS 'The evaluation the numbers are from: fact_evaluation.evaluation_key.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.status IS 'Status of the evaluation.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.is_whole IS 'True in the row of the whole benchmark, false in those of its categories. A benchmark that must not be one number has no row of the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.slice_key IS 'The category: dim_slice.slice_key; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.category IS 'Slug of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.category_name IS 'Name of the category; null for the whole.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.rank IS '1 + the number of models clearly above on the same benchmark, judge and part; equal where the data cannot tell models apart; null while incomplete, and without an interval.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.is_complete IS 'Whether the evaluation is closed and nothing of this part is missing.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.mean IS 'In units of the scale; null without scores.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.percent IS 'The mean as percent of the way from scale_min to scale_max.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.low IS 'Lower end of the 95 % interval, questions as clusters; null where it cannot be told.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.high IS 'Upper end, as low.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.n IS 'What the mean is over: scores, or responses under MEAN_RESPONSE_SUM.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.expected IS 'What n is in a full run.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.scale_min IS 'Lowest possible mean.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.scale_max IS 'Highest possible mean.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.aggregation IS 'How it was computed: MEAN, MEAN_RESPONSE_SUM, MEAN_OF_CATEGORY_MEANS or ANY_OF_N.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.evaluated_at IS 'When the evaluation was closed, or asked for while it is open, in UTC.';
COMMENT ON COLUMN bi_v1.leaderboard_strict.date_key IS 'Day of evaluated_at: dim_date.date_key.';
--> statement-breakpoint

CREATE VIEW bi_v1.relations AS
SELECT r.view_name, r.column_name, r.kind, r.to_view, r.to_column
FROM (VALUES
  ('dim_model', 'model_key', 'PRIMARY', NULL, NULL),
  ('dim_benchmark', 'benchmark_key', 'PRIMARY', NULL, NULL),
  ('dim_slice', 'slice_key', 'PRIMARY', NULL, NULL),
  ('dim_slice', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('dim_slice', 'parent_slice_key', 'FOREIGN', 'dim_slice', 'slice_key'),
  ('dim_criterion', 'criterion_key', 'PRIMARY', NULL, NULL),
  ('dim_criterion', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('dim_judge', 'judge_key', 'PRIMARY', NULL, NULL),
  ('dim_date', 'date_key', 'PRIMARY', NULL, NULL),
  ('fact_evaluation', 'evaluation_key', 'PRIMARY', NULL, NULL),
  ('fact_evaluation', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('fact_evaluation', 'model_key', 'FOREIGN', 'dim_model', 'model_key'),
  ('fact_evaluation', 'judge_key', 'FOREIGN', 'dim_judge', 'judge_key'),
  ('fact_evaluation', 'date_key', 'FOREIGN', 'dim_date', 'date_key'),
  ('fact_score', 'evaluation_key', 'FOREIGN', 'fact_evaluation', 'evaluation_key'),
  ('fact_score', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('fact_score', 'model_key', 'FOREIGN', 'dim_model', 'model_key'),
  ('fact_score', 'judge_key', 'FOREIGN', 'dim_judge', 'judge_key'),
  ('fact_score', 'slice_key', 'FOREIGN', 'dim_slice', 'slice_key'),
  ('fact_score', 'criterion_key', 'FOREIGN', 'dim_criterion', 'criterion_key'),
  ('fact_score', 'date_key', 'FOREIGN', 'dim_date', 'date_key'),
  ('fact_rollup', 'evaluation_key', 'FOREIGN', 'fact_evaluation', 'evaluation_key'),
  ('fact_rollup', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('fact_rollup', 'model_key', 'FOREIGN', 'dim_model', 'model_key'),
  ('fact_rollup', 'judge_key', 'FOREIGN', 'dim_judge', 'judge_key'),
  ('fact_rollup', 'slice_key', 'FOREIGN', 'dim_slice', 'slice_key'),
  ('fact_rollup', 'criterion_key', 'FOREIGN', 'dim_criterion', 'criterion_key'),
  ('fact_rollup', 'date_key', 'FOREIGN', 'dim_date', 'date_key'),
  ('leaderboard_official', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('leaderboard_official', 'judge_key', 'FOREIGN', 'dim_judge', 'judge_key'),
  ('leaderboard_official', 'model_key', 'FOREIGN', 'dim_model', 'model_key'),
  ('leaderboard_official', 'evaluation_key', 'FOREIGN', 'fact_evaluation', 'evaluation_key'),
  ('leaderboard_official', 'slice_key', 'FOREIGN', 'dim_slice', 'slice_key'),
  ('leaderboard_official', 'date_key', 'FOREIGN', 'dim_date', 'date_key'),
  ('leaderboard_strict', 'benchmark_key', 'FOREIGN', 'dim_benchmark', 'benchmark_key'),
  ('leaderboard_strict', 'judge_key', 'FOREIGN', 'dim_judge', 'judge_key'),
  ('leaderboard_strict', 'model_key', 'FOREIGN', 'dim_model', 'model_key'),
  ('leaderboard_strict', 'evaluation_key', 'FOREIGN', 'fact_evaluation', 'evaluation_key'),
  ('leaderboard_strict', 'slice_key', 'FOREIGN', 'dim_slice', 'slice_key'),
  ('leaderboard_strict', 'date_key', 'FOREIGN', 'dim_date', 'date_key')
) AS r(view_name, column_name, kind, to_view, to_column);
COMMENT ON VIEW bi_v1.relations IS 'Which columns are keys. PostgreSQL keeps no keys of views, so a tool that asks for them gets them from here.';
COMMENT ON COLUMN bi_v1.relations.view_name IS 'A view.';
COMMENT ON COLUMN bi_v1.relations.column_name IS 'A column of it.';
COMMENT ON COLUMN bi_v1.relations.kind IS 'PRIMARY where it tells the rows apart, FOREIGN where it refers to another view.';
COMMENT ON COLUMN bi_v1.relations.to_view IS 'The view referred to; null where PRIMARY.';
COMMENT ON COLUMN bi_v1.relations.to_column IS 'The column referred to; null where PRIMARY.';
--> statement-breakpoint

-- Schema bi shows the newest version: the same views, with the same comments.
COMMENT ON SCHEMA bi IS 'The newest version of the tables for BI tools, at present bi_v1. What must not change by itself names bi_v1.';
DO $$
DECLARE
  seen record;
BEGIN
  FOR seen IN SELECT c.oid, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment
    FROM pg_class c WHERE c.relnamespace = 'bi_v1'::regnamespace AND c.relkind = 'v'
  LOOP
    EXECUTE format('CREATE VIEW bi.%1$I AS SELECT * FROM bi_v1.%1$I', seen.name);
    EXECUTE format('COMMENT ON VIEW bi.%I IS %L', seen.name, seen.comment);
    EXECUTE (SELECT string_agg(format('COMMENT ON COLUMN bi.%I.%I IS %L;', seen.name, a.attname,
      col_description(seen.oid, a.attnum)), ' ') FROM pg_attribute a WHERE a.attrelid = seen.oid AND a.attnum > 0);
  END LOOP;
END $$;
