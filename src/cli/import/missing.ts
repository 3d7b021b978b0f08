import type { InstalledBenchmark } from './questions.ts';

export interface Missing {
  expected: number;
  present: number;
  /** Questions without any response. */
  questions: string[];
  /** Questions with some of their responses. */
  partly: { question: string; present: number }[];
  /** By leaf slice, in the benchmark's order. */
  slices: { slice: string; expected: number; present: number }[];
}

/** What a run lacks of a full one, from its response keys (`question/sample`). */
export function findMissing(benchmark: InstalledBenchmark, responseKeys: readonly string[]): Missing {
  const { samplesPerQuestion } = benchmark;
  const counts = new Map<string, number>();
  for (const key of responseKeys) {
    const question = key.slice(0, key.lastIndexOf('/'));
    counts.set(question, (counts.get(question) ?? 0) + 1);
  }
  const questions = benchmark.questions
    .filter(({ externalId, isInstalled }) => isInstalled || counts.has(externalId))
    .map(({ externalId, slice }) => ({
      question: externalId,
      slice: slice.slug,
      present: counts.get(externalId) ?? 0,
    }));
  const slices = [...Map.groupBy(questions, ({ slice }) => slice)].map(([slice, members]) => ({
    slice,
    expected: members.length * samplesPerQuestion,
    present: members.reduce((sum, { present }) => sum + present, 0),
  }));
  return {
    expected: questions.length * samplesPerQuestion,
    present: questions.reduce((sum, { present }) => sum + present, 0),
    questions: questions.filter(({ present }) => present === 0).map(({ question }) => question),
    partly: questions
      .filter(({ present }) => present > 0 && present < samplesPerQuestion)
      .map(({ question, present }) => ({ question, present })),
    slices,
  };
}

/** For people: nothing but a line when complete, otherwise what is missing and how that shows on the leaderboard. */
export function describeMissing(missing: Missing, samplesPerQuestion: number): string[] {
  const { expected, present, questions, partly, slices } = missing;
  if (present === expected) return [`Complete: ${present} of ${expected} pictures.`];
  const lines = [`Incomplete: ${present} of ${expected} pictures. It has no rank until all are there.`];
  for (const slice of slices) {
    if (slice.present < slice.expected) lines.push(`  ${slice.slice}: ${slice.present} of ${slice.expected}`);
  }
  if (questions.length > 0) lines.push(`  no pictures for ${prompts(questions)}: ${ranges(questions)}`);
  if (partly.length > 0) {
    const shown = partly.slice(0, 5).map(({ question, present }) => `${question} (${present})`);
    const more = partly.length > 5 ? `, and ${partly.length - 5} more` : '';
    lines.push(`  fewer than ${samplesPerQuestion} for ${prompts(partly)}: ${shown.join(', ')}${more}`);
  }
  return lines;
}

const prompts = ({ length }: readonly unknown[]): string =>
  `${length} ${length === 1 ? 'prompt' : 'prompts'}`;

/** Ids that are numbers as ranges: `00000-00003, 00007`. At most eight are named. */
function ranges(ids: readonly string[]): string {
  const spans: { from: string; to: string }[] = [];
  for (const id of ids) {
    const last = spans.at(-1);
    if (last && Number(id) === Number(last.to) + 1) last.to = id;
    else spans.push({ from: id, to: id });
  }
  const shown = spans.slice(0, 8).map(({ from, to }) => (from === to ? from : `${from}-${to}`));
  return spans.length > 8 ? `${shown.join(', ')}, …` : shown.join(', ');
}
