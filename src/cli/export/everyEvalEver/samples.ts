import { evaluationIdOf, resultIdOf } from './aggregate.ts';
import type { EvaluationDetail } from './detail.ts';
import type { ModelIdentity } from './identity.ts';
import { isOnScale, type Part, partsOf, READINGS, type Reading } from './parts.ts';
import { type AggregateRecord, type SampleRecord, SCHEMA_VERSION } from './schema.ts';

/** Of the export of scores. */
export interface ScoreLine {
  question: string;
  response_id: string;
  sample_index: number;
  category: string;
  domain: string | null;
  subdomain: string | null;
  criterion: string;
  outcome: string;
  value: number | null;
  official_value: number | null;
  reason: string | null;
}

/** Of the export of responses. */
export interface ResponseLine {
  response_id: string;
  prompt: string | null;
  reference: string | null;
  text: string | null;
}

/** What turns a score into its samples: one for each reading that has a number on its scale. */
export function sampling(detail: EvaluationDetail, model: ModelIdentity, record: AggregateRecord) {
  const evaluationId = evaluationIdOf(detail, model);
  const { benchmark } = detail.run;
  const names = new Map(
    record.evaluation_results.map((result) => [result.evaluation_result_id, result.evaluation_name]),
  );
  const parts = partsOf(detail);
  const criterionOf = ({ category, criterion }: ScoreLine) =>
    benchmark.criteria.find((one) => one.slug === criterion && one.category?.slug === category) ??
    benchmark.criteria.find((one) => one.slug === criterion && one.category === null);
  /** The smallest part that a score counts in and that has a result; a larger one would have it twice. */
  const resultOf = (score: ScoreLine, reading: Reading) =>
    parts
      .filter((part) => part.reading === reading && counts(part, score, parts))
      .map((part) => resultIdOf(detail, part))
      .findLast((id) => names.has(id));

  return (score: ScoreLine, response: ResponseLine): SampleRecord[] =>
    READINGS.flatMap((reading) => {
      const value = reading === 'OFFICIAL' ? score.official_value : score.value;
      const criterion = criterionOf(score);
      if (value === null || !criterion || !isOnScale(value, criterion.scale)) return [];
      const result = resultOf(score, reading);
      return [
        {
          schema_version: SCHEMA_VERSION,
          evaluation_id: evaluationId,
          model_id: model.id,
          evaluation_name:
            (result && names.get(result)) ?? `${benchmark.slug}.${score.category}.${score.criterion}`,
          ...(result && { evaluation_result_id: result }),
          sample_id: `${score.question}/${score.sample_index}`,
          interaction_type: 'single_turn',
          input: {
            raw: response.prompt ?? '',
            reference: response.reference === null ? [] : [response.reference],
          },
          output: { raw: [response.text ?? ''] },
          answer_attribution: [],
          evaluation: {
            score: value,
            is_correct: value === (criterion.higherIsBetter ? criterion.scale.max : criterion.scale.min),
          },
          metadata: metadataOf(score, reading),
        },
      ];
    });
}

/** Whether a score is one of those that a part is made of. A criterion with a part of its own is in no other. */
function counts(part: Part, { category, criterion }: ScoreLine, parts: readonly Part[]): boolean {
  if (part.criterion !== null) return part.criterion === criterion && part.category === category;
  const hasPart = parts.some((one) => one.criterion === criterion && one.category === category);
  return !hasPart && (part.category === null || part.category === category);
}

function metadataOf(score: ScoreLine, reading: Reading): Record<string, string> {
  const { category, domain, subdomain, criterion, reason } = score;
  return {
    ...{ category, criterion, reading },
    ...(domain !== null && { domain }),
    ...(subdomain !== null && { subdomain }),
    ...(reason !== null && { reason }),
  };
}
