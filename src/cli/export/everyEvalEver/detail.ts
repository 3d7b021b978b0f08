import type { Client } from '../../client/client.ts';
import { Failure } from '../../failure.ts';

const DETAIL = `query ($id: ID!) { node(id: $id) { ... on Evaluation {
  id status finishedAt judge { name revision kind }
  run { settings samplesPerQuestion model { name kind }
    benchmark { slug name description questionsDigest
      criteria { slug name category { slug } scale { min max } higherIsBetter } } }
  modes { mode score { ...Numbers } categories { slug name score { ...Numbers } } }
  criteria { category criterion { slug } official { ...Numbers } strict { ...Numbers } } } } }
  fragment Numbers on Aggregate { mean low high n expected aggregation scale { min max } outcomes { outcome count } }`;

export interface Numbers {
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  expected: number;
  aggregation: string;
  scale: { min: number; max: number };
  outcomes: { outcome: string; count: number }[];
}

export interface Criterion {
  slug: string;
  name: string;
  category: { slug: string } | null;
  scale: { min: number; max: number };
  higherIsBetter: boolean;
}

/** All of an evaluation that its records are made of, but for its scores. */
export interface EvaluationDetail {
  id: string;
  status: string;
  finishedAt: string | null;
  judge: { name: string; revision: string; kind: string };
  run: {
    settings: Record<string, unknown>;
    samplesPerQuestion: number;
    model: { name: string; kind: string };
    benchmark: {
      slug: string;
      name: string;
      description: string;
      questionsDigest: string | null;
      criteria: Criterion[];
    };
  };
  modes: {
    mode: 'OFFICIAL' | 'STRICT';
    score: Numbers | null;
    categories: { slug: string; name: string; score: Numbers }[];
  }[];
  criteria: { category: string; criterion: { slug: string }; official: Numbers; strict: Numbers }[];
}

export async function findDetail(client: Client, globalId: string): Promise<EvaluationDetail> {
  const { node } = await client.query<{ node: EvaluationDetail | null }>(DETAIL, { id: globalId });
  if (!node) throw new Failure(`There is no evaluation ${globalId} any more`);
  return node;
}
