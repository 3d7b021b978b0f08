import { instant, shortRevision } from '../format.ts';
import { settingsText } from '../leaderboard/rows.ts';

interface Run {
  model: { name: string };
  settings: Readonly<Record<string, unknown>>;
}

interface Evaluated {
  createdAt: string;
  run: Run;
  judge: { name: string; revision: string };
}

/** What an evaluation is called: its model, and more where that does not tell it from the others. */
export function nameAmong(evaluation: Evaluated, others: readonly Evaluated[]): string {
  const { run, judge } = evaluation;
  const alike = others.filter((each) => each !== evaluation && each.run.model.name === run.model.name);
  if (alike.length === 0) return run.model.name;
  const bySameJudge = alike.filter((each) => each.judge.revision === judge.revision);
  const settings = settingsText(run.settings);
  const isRerun = bySameJudge.some((each) => settingsText(each.run.settings) === settings);
  const more =
    bySameJudge.length > 0
      ? [settings, isRerun && instant(evaluation.createdAt, true)].filter(Boolean).join(', ')
      : `${judge.name}@${shortRevision(judge.revision)}`;
  return more ? `${run.model.name} (${more})` : run.model.name;
}
