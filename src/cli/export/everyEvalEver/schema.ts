import { z } from 'zod';

// The part of Every Eval Ever that we write, in our own words; docs/exports.md says what finds no place in it.

/** Of records and of samples. */
export const SCHEMA_VERSION = '0.3.0';

export const RELATIONSHIPS = ['first_party', 'third_party', 'collaborative', 'other'] as const;

/** Everything that has no field of its own: values are text there. */
const details = z.record(z.string(), z.string());
/** Seconds since 1970, as text. */
const epoch = z.string().regex(/^\d+(\.\d+)?$/);

const result = z
  .strictObject({
    evaluation_result_id: z.string(),
    evaluation_name: z.string().min(1),
    evaluation_timestamp: epoch.optional(),
    source_data: z.strictObject({
      dataset_name: z.string(),
      source_type: z.literal('other'),
      source_id: z.string(),
      source_version: z.string().optional(),
    }),
    metric_config: z.strictObject({
      evaluation_description: z.string(),
      metric_id: z.string(),
      metric_name: z.string(),
      metric_kind: z.string(),
      metric_unit: z.enum(['proportion', 'points']),
      metric_parameters: details,
      lower_is_better: z.boolean(),
      score_type: z.literal('continuous'),
      min_score: z.number(),
      max_score: z.number(),
      additional_details: details,
    }),
    score_details: z.strictObject({
      score: z.number(),
      details,
      uncertainty: z
        .strictObject({
          confidence_interval: z.strictObject({
            lower: z.number(),
            upper: z.number(),
            confidence_level: z.literal(0.95),
            method: z.string(),
          }),
          num_samples: z.int().min(0),
        })
        .optional(),
    }),
    generation_config: z.strictObject({
      generation_args: z.strictObject({
        temperature: z.number().optional(),
        top_p: z.number().optional(),
        top_k: z.number().optional(),
        max_tokens: z.int().min(1).optional(),
      }),
      additional_details: details,
    }),
  })
  .refine(
    ({ metric_config: { min_score, max_score }, score_details: { score } }) =>
      min_score <= score && score <= max_score,
    {
      error: 'the score lies outside its scale',
    },
  );

/** One evaluation's numbers. */
export const aggregateRecord = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  evaluation_id: z.string(),
  evaluation_timestamp: epoch.optional(),
  retrieved_timestamp: epoch,
  source_metadata: z.strictObject({
    source_name: z.string(),
    source_type: z.literal('evaluation_run'),
    source_organization_name: z.string().min(1),
    evaluator_relationship: z.enum(RELATIONSHIPS),
  }),
  eval_library: z.strictObject({ name: z.literal('assay'), version: z.string() }),
  model_info: z.strictObject({
    name: z.string(),
    id: z.string().regex(/^[^/]+\/.+$/),
    developer: z.string(),
    additional_details: details,
  }),
  evaluation_results: z.array(result).min(1),
  detailed_evaluation_results: z
    .strictObject({
      format: z.literal('jsonl'),
      file_path: z.string(),
      hash_algorithm: z.literal('sha256'),
      checksum: z.string().regex(/^[0-9a-f]{64}$/),
      total_rows: z.int().min(1),
      additional_details: details,
    })
    .optional(),
});

/** One score in one reading. */
export const sampleRecord = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  evaluation_id: z.string(),
  model_id: z.string(),
  evaluation_name: z.string(),
  evaluation_result_id: z.string().optional(),
  sample_id: z.string(),
  interaction_type: z.literal('single_turn'),
  input: z.strictObject({ raw: z.string(), reference: z.array(z.string()) }),
  output: z.strictObject({ raw: z.array(z.string()) }),
  answer_attribution: z.array(z.never()),
  evaluation: z.strictObject({ score: z.number(), is_correct: z.boolean() }),
  metadata: details,
});

export type AggregateRecord = z.infer<typeof aggregateRecord>;
export type ResultRecord = AggregateRecord['evaluation_results'][number];
export type SampleRecord = z.infer<typeof sampleRecord>;
