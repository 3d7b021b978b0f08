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
  sum(CASE WHEN m.is_strict THEN r.best ELSE r.official_best END) AS best
FROM bi_internal.shown v
  JOIN rollups r ON r.evaluation_id = v.evaluation_id
  JOIN bi_internal.headlines h ON h.slice_id = r.slice_id AND h.criterion_id IS NOT DISTINCT FROM r.criterion_id
  CROSS JOIN (VALUES (true), (false)) AS m(is_strict)
GROUP BY GROUPING SETS ((m.is_strict, r.evaluation_id, h.category_id), (m.is_strict, r.evaluation_id));
--> statement-breakpoint

CREATE OR REPLACE VIEW bi_v1.fact_rollup AS
SELECT e.key AS evaluation_key, b.key AS benchmark_key, m.key AS model_key, j.key AS judge_key,
  p.key AS slice_key, c.key AS criterion_key, bi_internal.utc_day(e.created_at) AS date_key, r.expected, r.responses,
  r.scored, r.not_applicable, r.unparseable, r.out_of_range, r.judge_error, r.missing_media,
  greatest(0, r.expected - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media)
    AS missing_response,
  r.n, r.sum AS value_sum, r.sum / nullif(r.n, 0) AS value_mean, r.official_n, r.official_sum,
  r.official_sum / nullif(r.official_n, 0) AS official_mean,
  greatest(0, r.responses - (r.scored + r.not_applicable + r.unparseable + r.out_of_range + r.judge_error + r.missing_media)) AS not_scored,
  greatest(0, r.expected - greatest(r.responses, r.scored + r.not_applicable + r.unparseable + r.out_of_range + r.judge_error + r.missing_media))
    AS no_response, r.expected_questions, r.answered_questions
FROM rollups r JOIN evaluations e ON e.id = r.evaluation_id JOIN runs u ON u.id = e.run_id
  LEFT JOIN benchmarks b ON b.id = u.benchmark_id LEFT JOIN models m ON m.id = u.model_id
  LEFT JOIN judges j ON j.id = e.judge_id LEFT JOIN slices p ON p.id = r.slice_id
  LEFT JOIN criteria c ON c.id = r.criterion_id
WHERE r.criterion_id IS NOT NULL;
COMMENT ON COLUMN bi_v1.fact_rollup.not_scored IS 'Of missing_response: the response is there, and this judge did not score it, or not yet.';
COMMENT ON COLUMN bi_v1.fact_rollup.no_response IS 'Of missing_response: the run has no response.';
COMMENT ON COLUMN bi_v1.fact_rollup.expected_questions IS 'Questions that a full run answers here.';
COMMENT ON COLUMN bi_v1.fact_rollup.answered_questions IS 'Questions that the run has a response to.';
CREATE OR REPLACE VIEW bi.fact_rollup AS SELECT * FROM bi_v1.fact_rollup;
COMMENT ON COLUMN bi.fact_rollup.not_scored IS 'Of missing_response: the response is there, and this judge did not score it, or not yet.';
COMMENT ON COLUMN bi.fact_rollup.no_response IS 'Of missing_response: the run has no response.';
COMMENT ON COLUMN bi.fact_rollup.expected_questions IS 'Questions that a full run answers here.';
COMMENT ON COLUMN bi.fact_rollup.answered_questions IS 'Questions that the run has a response to.';
