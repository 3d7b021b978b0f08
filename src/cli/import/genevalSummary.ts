import { decimal } from '../../core/decimal.ts';
import type { Standing } from './standing.ts';

/** What summary_scores.py prints: shares of pictures by task, and their unweighted mean. */
export interface GenevalSummary {
  images: number;
  correct: number;
  tasks: { task: string; correct: number; images: number; mean: number | null }[];
  overall: number | null;
}

export function genevalSummary({ official, categories }: Standing): GenevalSummary {
  const tasks = categories
    .filter((category) => category.official.n > 0)
    .map(({ slug, official: { sum, n, mean } }) => ({ task: slug, correct: sum, images: n, mean }));
  return {
    images: tasks.reduce((sum, { images }) => sum + images, 0),
    correct: tasks.reduce((sum, { correct }) => sum + correct, 0),
    tasks,
    overall: official?.mean ?? null,
  };
}

export function genevalSummaryLines({ images, correct, tasks, overall }: GenevalSummary): string[] {
  return [
    `Total images: ${images}`,
    `% correct images: ${percent(correct, images)}`,
    ...tasks.map((task) => `${task.task.padEnd(16)} = ${percent(task.correct, task.images)}`),
    `Overall score (avg. over tasks): ${overall === null ? 'None' : decimal(overall, 5)}`,
  ];
}

const percent = (part: number, whole: number): string =>
  `${decimal((part / whole) * 100, 2)}% (${part} / ${whole})`;
