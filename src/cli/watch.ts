import { Command } from 'commander';
import type { Client } from './client/client.ts';
import { resuming } from './client/resume.ts';
import type { CommandContext } from './context.ts';
import { evaluationIdOf, SHORT_IDS } from './named.ts';
import { ExitCode } from './program.ts';
import { paceNote } from './terminal/pace.ts';
import { openProgress } from './terminal/progress.ts';
import { onInterrupt } from './terminal/terminal.ts';
import { type JudgeUsage, USAGE_FIELDS, usageText } from './usage.ts';
import { watchWorkers } from './watchWorkers.ts';

/** An evaluation as it stood after a change, as the API sends it. */
export interface EvaluationEvent {
  cursor: string;
  seq: number;
  status: 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'PARTIAL' | 'FAILED' | 'CANCELLED';
  expected: number;
  responses: number;
  done: number;
  at: string;
}

export interface WatchOptions {
  signal?: AbortSignal | undefined;
  /** Told when the server went away and is being looked for. */
  onReconnecting?: ((attempt: number) => void) | undefined;
}

const PROGRESS = `subscription ($evaluation: ID!, $after: String) {
  evaluationProgress(evaluation: $evaluation, after: $after) { cursor seq status expected responses done at } }`;

export const isClosed = ({ status }: Pick<EvaluationEvent, 'status'>): boolean =>
  status !== 'QUEUED' && status !== 'RUNNING';

/**
 * Follows an evaluation to its end, every event once and in order, through server restarts. Gives the closing event,
 * or null when the signal came first.
 */
export async function watchEvaluation(
  client: Client,
  id: string,
  onEvent: (event: EvaluationEvent) => unknown,
  { signal, onReconnecting }: WatchOptions = {},
): Promise<EvaluationEvent | null> {
  const events = resuming<{ evaluationProgress: EvaluationEvent }, EvaluationEvent>(
    client,
    PROGRESS,
    { evaluation: id },
    { event: (data) => data.evaluationProgress, isLast: isClosed, onReconnecting, signal },
  );
  for await (const event of events) {
    await onEvent(event);
    if (isClosed(event)) return event;
  }
  return null;
}

/** Watches with a progress bar and what keeps the workers, or with one line of JSON per event. */
export async function watchOnTerminal(
  { terminal, client }: CommandContext,
  id: string,
  json: boolean,
): Promise<EvaluationEvent | null> {
  const progress = openProgress(terminal, 'scoring');
  const pace = paceNote();
  const onReconnecting = (attempt: number): void => {
    if (attempt === 1) progress.say('The API went away; reconnecting …');
  };
  const ended = new AbortController();
  const api = client();
  // What it says is beside the point of watching: it never ends it.
  const beside = json ? null : watchWorkers(api, id, progress.say, ended.signal).catch(() => undefined);
  try {
    return await watchEvaluation(
      api,
      id,
      async (event) => {
        if (json) await terminal.out(JSON.stringify(event));
        else progress.update(event.done, event.responses, pace(event));
      },
      { onReconnecting },
    );
  } finally {
    ended.abort();
    await beside;
    progress.end();
  }
}

/** What is known of an evaluation once it is closed. */
export interface Outcome {
  reason: string | null;
  usage: JudgeUsage | null;
}

export async function findOutcome(client: Client, id: string): Promise<Outcome> {
  const { node } = await client.query<{ node: Outcome }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { reason ${USAGE_FIELDS} } } }`,
    { id },
  );
  return node;
}

/** What a closing event means, for people. */
export function closingLine(
  { status, done, responses, expected }: EvaluationEvent,
  { reason, usage }: Outcome,
): string {
  const scored =
    status === 'FAILED'
      ? `the judge has no answer to any of ${responses} responses`
      : // With reasons for holes they are done with, rather than scored.
        `${done} of ${responses} responses ${reason === null ? 'scored' : 'done'}`;
  const missing = expected - responses;
  return [
    `${status}: ${scored}`,
    ...(missing > 0 ? [`${missing} of ${expected} expected responses are not in the run`] : []),
    ...(reason === null ? [] : [reason]),
    ...(usage === null ? [] : [usageText(usage)]),
  ].join('; ');
}

export function watchCommand(context: CommandContext): Command {
  return new Command('watch')
    .description('follow an evaluation live until it closes')
    .argument('<evaluation>', 'id of an evaluation, see `assay evaluations list`')
    .option('--json', 'print each event as a line of JSON')
    .addHelpText(
      'after',
      `${SHORT_IDS}

Exit code: 0 when it closes COMPLETED or PARTIAL, 1 when FAILED or CANCELLED.

Examples:
  assay watch RXZhbHVhdGlvbjow...
  assay watch RXZhbHVhdGlvbjow... --json | jq .done`,
    )
    .action(async (given: string, { json }: { json?: true }) => {
      const evaluation = await evaluationIdOf(context.client(), given);
      onInterrupt(context.terminal, `The evaluation goes on; watch it again with: assay watch ${evaluation}`);
      const closing = await watchOnTerminal(context, evaluation, json === true);
      if (!closing) return;
      context.terminal.err(closingLine(closing, await findOutcome(context.client(), evaluation)));
      if (closing.status === 'FAILED' || closing.status === 'CANCELLED') throw new ExitCode(1);
    });
}

export { watchCommand as command };
