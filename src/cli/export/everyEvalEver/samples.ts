import type { Reading } from './aggregate.ts';
import { evaluationIdOf, resultIdOf } from './aggregate.ts';
import type { EvaluationDetail } from './detail.ts';
import type { ModelIdentity } from './identity.ts';
import { type AggregateRecord, SAMPLE_VERSION, type SampleRecord } from './schema.ts';

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

/** What turns a score into its samples: one for each reading that has a number, none where there is none. */
export function sampling(detail: EvaluationDetail, model: ModelIdentity, record: AggregateRecord) {
  const evaluationId = evaluationIdOf(detail, model);
  const names = new Map(
    record.evaluation_results.map((result) => [result.evaluation_result_id, result.evaluation_name]),
  );
  const best = new Map(
    detail.run.benchmark.criteria.map(({ slug, category, scale, higherIsBetter }) => [
      `${category?.slug ?? ''} ${slug}`,
      higherIsBetter ? scale.max : scale.min,
    ]),
  );
  const isBest = ({ category, criterion }: ScoreLine, value: number) =>
    value === (best.get(`${category} ${criterion}`) ?? best.get(` ${criterion}`));

  return (score: ScoreLine, response: ResponseLine): SampleRecord[] =>
    (['OFFICIAL', 'STRICT'] as const).flatMap((mode) => {
      const value = mode === 'OFFICIAL' ? score.official_value : score.value;
      // The smallest part that has a result: the whole would have each sample twice.
      const resultId = [score.category, null]
        .map((category) => resultIdOf(detail, mode, category))
        .find((id) => names.has(id));
      const name = resultId && names.get(resultId);
      if (value === null || !resultId || !name) return [];
      return [
        {
          schema_version: SAMPLE_VERSION,
          evaluation_id: evaluationId,
          model_id: model.id,
          evaluation_name: name,
          evaluation_result_id: resultId,
          sample_id: `${score.question}/${score.sample_index}`,
          interaction_type: 'single_turn',
          input: {
            raw: response.prompt ?? '',
            reference: response.reference === null ? [] : [response.reference],
          },
          output: { raw: [response.text ?? ''] },
          answer_attribution: [],
          evaluation: { score: value, is_correct: isBest(score, value) },
          metadata: metadataOf(score, mode),
        },
      ];
    });
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
