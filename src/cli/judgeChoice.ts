export interface JudgeName {
  name: string;
  revision: string;
}

/** A judge of the benchmark that a board does not show. */
export interface OtherJudge {
  judge: JudgeName;
  models: number;
  more: number;
}

export const judgeName = ({ name, revision }: JudgeName): string => `${name}@${revision.slice(0, 12)}`;

const WORDS: Readonly<Record<string, string>> = {
  PINNED: 'pinned',
  PUBLISHED: 'the published judge',
  MOST_MODELS: 'covers most models',
  NO_OTHER: 'no other judge yet',
};

/** Why a board shows its judge; empty where the question named it. */
export const choiceWords = (choice: string | null | undefined): string => WORDS[choice ?? ''] ?? '';

/** `3 more models under mmie-score@6d38…`, a line for each judge that has some. */
export const moreUnder = (others: readonly OtherJudge[]): string[] =>
  others
    .filter(({ more }) => more > 0)
    .map(({ judge, more }) => `${more} more ${more === 1 ? 'model' : 'models'} under ${judgeName(judge)}`);
