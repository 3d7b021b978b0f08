import { sql } from 'drizzle-orm';
import type { Client } from '../../src/cli/client/client.ts';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import type { Database } from '../../src/store/database.ts';
import type { WorkerOptions } from '../../src/workers/main.ts';
import { addResponses, anEvaluation, aPicture } from './builders.ts';
import { addQuestions } from './imported.ts';
import { aRemoteWorker, untilClosed } from './remoteWorker.ts';

/** What a test has of the fixtures. */
export interface Fixtures {
  client: Client;
  database: Database;
  config: Config;
  log: Log;
}

type Options = Partial<WorkerOptions> & { url: string };

/** A run of pictures for EvalAlign, each asked about one skill. */
export async function aPictureRun(client: Client, pictures = 2): Promise<string> {
  const ids = Array.from({ length: pictures }, (_, index) => `p${index}`);
  const slices = ['faithfulness'];
  await addQuestions(
    client,
    'evalalign',
    ids.map((externalId) => ({ externalId, slices, criteria: ['hand'] })),
  );
  const { png } = await aPicture(0, 0);
  const image = await client.putMedia(png, 'image/png');
  return aRunOf(client, 'evalalign', ids, [{ image }]);
}

/** A run of texts for MMIE, each asked about as a whole. */
export async function aStoryRun(client: Client, stories = 4): Promise<string> {
  const ids = Array.from({ length: stories }, (_, index) => `q${index}`);
  const slices = ['project-based-learning', 'topic-01'];
  await addQuestions(
    client,
    'mmie',
    ids.map((externalId) => ({ externalId, slices, criteria: ['overall'] })),
  );
  return aRunOf(client, 'mmie', ids, [{ text: 'Once upon a time.' }]);
}

async function aRunOf(client: Client, benchmark: string, ids: readonly string[], content: readonly object[]) {
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input: { benchmark, model: { name: 'm' }, settings: {}, samplesPerQuestion: 1 } },
  );
  const { id } = createRun.run;
  await addResponses(
    client,
    id,
    ids.map((question) => ({ question, sampleIndex: 0, content })),
  );
  return id;
}

/** Scores as a worker of a judge behind a server leaves them: how many of each outcome, value and reason. */
export async function judgedBehind(
  { client, database, config, log }: Fixtures,
  run: string,
  options: Options & { name?: string; workers?: number },
) {
  const { name, workers = 1, ...given } = options;
  const rest = { judge: 'evalalign', ...given };
  await using stack = new AsyncDisposableStack();
  for (let at = 0; at < workers; at++) stack.use(await aRemoteWorker(config, log, rest));
  const evaluation = await anEvaluation(client, run, name ?? rest.judge);
  await untilClosed(database, evaluation);
  const { rows } = await database.db.execute<{
    outcome: string;
    value: number | null;
    reason: string | null;
    count: number;
  }>(sql`select outcome, value, reason, count(*)::int as count from scores group by 1, 2, 3 order by 4 desc`);
  return rows;
}
