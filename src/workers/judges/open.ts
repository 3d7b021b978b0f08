import type { Config } from '../../core/config.ts';
import { AppError } from '../../core/errors.ts';
import type { Spending } from '../../store/spending.ts';
import type { ChatModel } from '../chat.ts';
import type { Device } from '../inference/tensors.ts';
import { loadVlm } from '../installed.ts';
import { openFetch } from '../outward.ts';
import { openRemoteModel, type RemoteModel } from '../remote/model.ts';
import { findServer } from '../remote/server.ts';
import { vlmDocument } from '../revision.ts';
import { openVlm } from '../vlm/vlm.ts';
import { remoteDocument } from './document.ts';
import type { LoadedJudge } from './load.ts';

/** A judge's model, in this process or behind a server. */
export interface OpenedModel {
  /** Its part of the judge's revision. */
  document: Readonly<Record<string, unknown>>;
  /** Its manifest's name; null for one that is only served. */
  name: string | null;
  /** Where it runs, for people. */
  place: string;
  forEvaluation(id: string, stored: Spending | null): ChatModel;
  /** Of a model behind a server. */
  remote: Pick<RemoteModel, 'concurrency' | 'trouble' | 'takeSpending'> | null;
  close(): Promise<void>;
}

export interface ModelChoice {
  device: Device;
  /** Instead of the manifest's model, or the name of the model on the server. */
  model?: string | undefined;
  /** A server instead of JUDGE_URL. */
  url?: string | undefined;
}

/**
 * Opens what a judge asks. A server is taken where one is named, or where the judge has no model of its own.
 * Throws, before any work is taken, when the model is not installed or not served.
 */
export async function openModel(
  judge: LoadedJudge,
  config: Config,
  choice: ModelChoice,
): Promise<OpenedModel> {
  const { model } = judge.manifest;
  if (choice.url !== undefined) return openServed(judge, choice.url, config, choice.model);
  const local = choice.model ?? model;
  if (local !== null && (choice.model === undefined || !config.remoteJudge.url))
    return openLocal(local, config, choice.device);
  if (config.remoteJudge.url) return openServed(judge, config.remoteJudge.url, config, choice.model);
  throw new AppError(
    'INVALID_INPUT',
    `${judge.name} has no model in this process: name a server with --url or JUDGE_URL, or an installed model with --model`,
  );
}

async function openLocal(name: string, config: Config, device: Device): Promise<OpenedModel> {
  const installed = await loadVlm(name, config.modelRoots);
  const model = await openVlm(installed, { device, threads: config.workerThreads });
  return {
    document: vlmDocument(installed.manifest),
    name,
    place: device,
    forEvaluation: () => model,
    remote: null,
    close: model.close,
  };
}

async function openServed(
  { manifest }: LoadedJudge,
  given: string,
  { remoteJudge, proxies }: Config,
  named: string | undefined,
): Promise<OpenedModel> {
  const { key, timeoutMs } = remoteJudge;
  const finding = { key, timeoutMs, fetch: openFetch(proxies) };
  const { url, model } = await findServer(given, finding, named ?? remoteJudge.model);
  const remote = openRemoteModel({ ...remoteJudge, ...finding, url, model });
  return {
    document: remoteDocument(model, remoteJudge.modelRevision ?? manifest.revision, remoteJudge),
    name: null,
    place: 'remote',
    forEvaluation: remote.forEvaluation,
    remote,
    close: async () => {},
  };
}
