import { fileURLToPath } from 'node:url';
import { type Decision, decide } from '../../src/benchmarks/geneval/decide.ts';
import type { GenevalRecord } from '../../src/benchmarks/geneval/record.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { type PaintOptions, type Picture, paint } from '../../src/painter/paint.ts';
import { type InstalledJudge, loadJudge } from '../../src/workers/installed.ts';
import { type Judge, openJudge, type Percept } from '../../src/workers/judge.ts';

/** A painted picture and what the demo judge made of it. */
export interface Judged {
  readonly record: GenevalRecord;
  readonly options: PaintOptions;
  readonly picture: Picture;
  readonly percepts: readonly Percept[];
  readonly decision: Decision;
  /** Of detector and colour model, without painting and decoding. */
  readonly inferMs: number;
}

export type JudgeScene = (record: GenevalRecord, options: PaintOptions) => Promise<Judged>;

/** The demo judge as the product runs it, on one thread, one picture at a time. */
export async function openDemoJudge(): Promise<{ judge: JudgeScene; close(): Promise<void> }> {
  const installed = await loadJudge('demo-detector', [fileURLToPath(new URL('..', import.meta.url))]);
  const judge = await openJudge(installed, { device: 'cpu', threads: 1 });
  return { judge: (record, options) => judgeScene(judge, installed, record, options), close: judge.close };
}

async function judgeScene(
  judge: Judge,
  { decide: limits }: InstalledJudge,
  record: GenevalRecord,
  options: PaintOptions,
): Promise<Judged> {
  const picture = paint(record, options);
  const prepared = await judge.prepare(await renderSvg(picture.svg));
  const wanted = new Set(record.include.filter(({ color }) => color !== undefined).map((each) => each.class));
  const began = performance.now();
  const [percepts = []] = await judge.perceive([prepared], [wanted]);
  const inferMs = performance.now() - began;
  return { record, options, picture, percepts, decision: decide(record, percepts, limits), inferMs };
}
