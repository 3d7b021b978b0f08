import { serveApi } from '../../src/api/main.ts';
import { type Client, openClient } from '../../src/cli/client/client.ts';
import { watchEvaluation } from '../../src/cli/watch.ts';
import { readConfig } from '../../src/core/config.ts';
import { openLog } from '../../src/core/log.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { runWorker } from '../../src/workers/main.ts';
import { paintRuns } from './runs.ts';

export interface Demo {
  url: string;
  client: Client;
  close(): Promise<void>;
}

/** A whole Assay under a folder, with several painters judged by the models that ship with it. */
export async function openDemo(home: string, port = 0): Promise<Demo> {
  const config = { ...readConfig({ ASSAY_HOME: home, LOG_LEVEL: 'error' }), port };
  const log = openLog(config, 'screenshots');
  const database = await startEmbedded(home);
  const api = await serveApi(config, database.url, log);
  const client = openClient({ apiUrl: api.url });
  const stopping = new AbortController();
  const workers = ['demo-detector', 'story-judge'].map((judge) => {
    const ready = Promise.withResolvers<string>();
    const options = { judge, device: 'cpu', stopping: stopping.signal, onReady: ready.resolve } as const;
    const done = runWorker(config, database.url, log, options);
    return { ready: ready.promise, done };
  });
  await Promise.all(workers.map(({ ready, done }) => Promise.race([ready, done])));
  await judgeRuns(client);
  return {
    ...{ url: api.url, client },
    async close() {
      stopping.abort();
      await Promise.all(workers.map(({ done }) => done));
      await api.close();
      await database.stop();
    },
  };
}

async function judgeRuns(client: Client): Promise<void> {
  for (const { run, judge } of await paintRuns(client)) {
    const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: { id: string } } }>(
      'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id } } }',
      { input: { run, judge, idempotencyKey: `screenshots ${run}` } },
    );
    await watchEvaluation(client, startEvaluation.evaluation.id, () => {});
  }
}
