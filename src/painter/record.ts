import { type GenevalRecord, RELATIONS, TAGS } from '../benchmarks/geneval/record.ts';

/** One of GenEval's six tasks. */
export type Tag = (typeof TAGS)[number];

export type Relation = (typeof RELATIONS)[number];

export function isTag(tag: string): tag is Tag {
  return (TAGS as readonly string[]).includes(tag);
}

export function isRelation(words: string): words is Relation {
  return (RELATIONS as readonly string[]).includes(words);
}

/** The relation of a record about position; null for any other record. */
export function relationOf(record: GenevalRecord): Relation | null {
  const asked = record.include[1]?.position?.[0] ?? '';
  return isRelation(asked) ? asked : null;
}
