import type { EvaluationDetail, Numbers } from './detail.ts';
import type { ModelIdentity } from './identity.ts';
import { isOnScale, type Part, partsOf, type Reading } from './parts.ts';
import { type AggregateRecord, type ResultRecord, SCHEMA_VERSION } from './schema.ts';

/** Who publishes the record, and what of it is not in the warehouse. */
export interface Publisher {
  organization: string;
  relationship: AggregateRecord['source_metadata']['evaluator_relationship'];
  version: string;
  now: Date;
}

const READINGS: Readonly<Record<Reading, string>> = {
  OFFICIAL: 'as the published script reads and aggregates',
  STRICT: 'as a careful person would read, every missing answer accounted for',
};

export const evaluationIdOf = ({ id, run }: EvaluationDetail, model: ModelIdentity): string =>
  `${run.benchmark.slug}/${model.id}/${id}`;

/** Names the result of one part. */
export const resultIdOf = ({ id }: EvaluationDetail, { reading, category, criterion }: Part): string =>
  [id, reading.toLowerCase(), category ?? 'all', ...(criterion === null ? [] : [criterion])].join('/');

/** Both readings as results of their own: the format has one number per result. Null where there is no number at all. */
export function aggregateOf(
  detail: EvaluationDetail,
  model: ModelIdentity,
  { organization, relationship, version, now }: Publisher,
): AggregateRecord | null {
  const results = partsOf(detail).flatMap(({ numbers, ...part }) => resultOf(detail, part, numbers));
  if (results.length === 0) return null;
  return {
    schema_version: SCHEMA_VERSION,
    evaluation_id: evaluationIdOf(detail, model),
    ...(detail.finishedAt && { evaluation_timestamp: epochOf(new Date(detail.finishedAt)) }),
    retrieved_timestamp: epochOf(now),
    source_metadata: {
      source_name: 'Assay',
      source_type: 'evaluation_run',
      source_organization_name: organization,
      evaluator_relationship: relationship,
    },
    eval_library: { name: 'assay', version },
    model_info: {
      name: detail.run.model.name,
      id: model.id,
      developer: model.developer,
      additional_details: {
        kind: detail.run.model.kind,
        // Not ours to say; the format's own checks want the fields.
        deployment_type: 'unknown',
        model_availability: 'unknown',
      },
    },
    evaluation_results: results,
  };
}

function resultOf(detail: EvaluationDetail, part: Part, numbers: Numbers): ResultRecord[] {
  const { mean, scale } = numbers;
  if (mean === null || !isOnScale(mean, scale)) return [];
  const { benchmark } = detail.run;
  const { category, criterion } = part;
  return [
    {
      evaluation_result_id: resultIdOf(detail, part),
      evaluation_name: [benchmark.slug, category, criterion].filter((name) => name !== null).join('.'),
      ...(detail.finishedAt && { evaluation_timestamp: epochOf(new Date(detail.finishedAt)) }),
      source_data: {
        dataset_name: benchmark.name,
        source_type: 'other',
        source_id: benchmark.slug,
        ...(benchmark.questionsDigest && { source_version: benchmark.questionsDigest }),
      },
      metric_config: metricOf(detail, part, numbers),
      score_details: scoreOf(numbers, mean),
      generation_config: generationOf(detail),
    },
  ];
}

function metricOf(
  { judge, run: { benchmark } }: EvaluationDetail,
  { reading, category, criterion }: Part,
  { aggregation, scale }: Numbers,
): ResultRecord['metric_config'] {
  const counted = benchmark.criteria.filter(
    (one) => criterion === null || (one.slug === criterion && (one.category?.slug ?? category) === category),
  );
  return {
    evaluation_description: benchmark.description,
    metric_id: [benchmark.slug, criterion, reading.toLowerCase()].filter((name) => name !== null).join('.'),
    metric_name: `${[benchmark.name, criterion && counted[0]?.name].filter(Boolean).join(', ')}, ${READINGS[reading]}`,
    metric_kind: 'judge_score',
    metric_unit: scale.min === 0 && scale.max === 1 ? 'proportion' : 'points',
    metric_parameters: { aggregation, reading },
    lower_is_better: !counted.every(({ higherIsBetter }) => higherIsBetter),
    score_type: 'continuous',
    min_score: scale.min,
    max_score: scale.max,
    additional_details: { judge: judge.name, judge_revision: judge.revision, judge_kind: judge.kind },
  };
}

function scoreOf(
  { low, high, n, expected, outcomes }: Numbers,
  score: number,
): ResultRecord['score_details'] {
  const counts = outcomes.map(({ outcome, count }) => [`outcome_${outcome.toLowerCase()}`, String(count)]);
  return {
    score,
    details: { n: String(n), expected: String(expected), ...Object.fromEntries(counts) },
    ...(low !== null &&
      high !== null && {
        uncertainty: {
          confidence_interval: {
            ...{ lower: low, upper: high, confidence_level: 0.95 },
            method: 'analytic, questions as clusters',
          },
          num_samples: n,
        },
      }),
  };
}

function generationOf({ run: { settings, samplesPerQuestion }, status }: EvaluationDetail) {
  const number = (name: string) => {
    const value = settings[name];
    return typeof value === 'number' ? { [name]: value } : {};
  };
  const most = settings['max_tokens'];
  return {
    generation_args: {
      ...{ ...number('temperature'), ...number('top_p'), ...number('top_k') },
      ...(typeof most === 'number' && Number.isInteger(most) && most > 0 && { max_tokens: most }),
    },
    additional_details: {
      settings: JSON.stringify(settings),
      samples_per_question: String(samplesPerQuestion),
      evaluation_status: status,
    },
  };
}

const epochOf = (time: Date): string => String(time.getTime() / 1000);
