import { shortRevision } from '../format.ts';
import { settingsText } from '../leaderboard/rows.ts';

interface Run {
  model: { name: string };
  settings: Readonly<Record<string, unknown>>;
}

interface Evaluated {
  run: Run;
  judge: { name: string; revision: string };
}

/** What an evaluation is called: its model, and more where that does not tell it from the others. */
export function nameAmong(evaluation: Evaluated, others: readonly Evaluated[]): string {
  const { run, judge } = evaluation;
  const alike = others.filter((each) => each !== evaluation && each.run.model.name === run.model.name);
  if (alike.length === 0) return run.model.name;
  const isSameJudge = alike.some((each) => each.judge.revision === judge.revision);
  const more = isSameJudge ? settingsText(run.settings) : `${judge.name}@${shortRevision(judge.revision)}`;
  return more ? `${run.model.name} (${more})` : run.model.name;
}
