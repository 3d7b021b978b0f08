import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Of the program. */
const ROOT = resolve(import.meta.dirname, '../..');

const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];
const areAddresses = (list: readonly string[]): boolean =>
  list.every((one) => NETWORKS.includes(one) || isIP(one.replace(/\/\d{1,3}$/, '')) !== 0);

/** Names as a URL has them, without what else stands in one. */
const areHostNames = (names: readonly string[]): boolean =>
  names.every((name) => URL.parse(`http://${name}`)?.hostname === name.toLowerCase());

const env = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL to use. Without it an embedded PostgreSQL runs under ASSAY_HOME'),
  DATABASE_REPLICA_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'Streaming replica of DATABASE_URL for what queries may read a moment late; unset, all is read there',
    ),
  DATABASE_DIRECT_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'The same database without the pooler, where DATABASE_URL is one (PgBouncer); migrations need it',
    ),
  ASSAY_HOME: z
    .string()
    .min(1)
    .default('.assay')
    .describe(
      'Folder for the embedded database, pictures and installed models; beside the program unless given',
    ),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(4000)
    .describe('Port of the API, HTTP and WebSocket'),
  HOST: z
    .string()
    .min(1)
    .default('localhost')
    .describe('Address the API listens on; 0.0.0.0 for every interface'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address at which people reach the server through a proxy, with its path: https://evals.example/assay',
    ),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((one) => one !== ''))
    .refine(areAddresses, 'must be addresses, networks such as 10.0.0.0/8, or loopback, with commas between')
    .describe(
      'Proxies whose X-Forwarded-Host and X-Forwarded-Prefix are believed where PUBLIC_URL is not set',
    ),
  ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((one) => one !== ''))
    .refine(
      areHostNames,
      'must be names without scheme and port, such as assay.internal, with commas between',
    )
    .describe(
      'More names by which this server may be called; loopback, addresses, HOST and PUBLIC_URL always may',
    ),
  ASSAY_URL: z
    .string()
    .transform((url) => (url.includes('://') ? url : `http://${url}`))
    .pipe(z.url({ protocol: /^https?$/ }))
    .default('http://localhost:4000')
    .describe('API that the commands talk to'),
  ASSAY_API_KEY: z
    .string()
    .optional()
    .describe('Key that `assay export` shows to the API; `assay keys create NAME` makes one'),
  EXPORT_CACHE_MB: z.coerce
    .number()
    .min(0)
    .default(4096)
    .describe('Room under ASSAY_HOME/exports for files of exports that somebody may come back for'),
  QUERY_COST: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000)
    .describe('The most that one query may cost: the objects that it may bring (docs/queries.md)'),
  QUERY_COST_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(500_000)
    .describe('What the queries of one client may cost together in a minute; 0 for any'),
  QUERY_SECONDS: z.coerce
    .number()
    .min(1)
    .default(30)
    .describe('A query that takes longer is ended, a write that takes ten times as long'),
  QUERY_ROWS: z.coerce
    .number()
    .int()
    .min(1)
    .default(1_000_000)
    .describe('The most rows that one query may read'),
  QUERY_ANSWER_MB: z.coerce.number().positive().default(32).describe('The largest answer to a query'),
  SOCKETS: z.coerce.number().int().min(1).default(500).describe('The most WebSockets of one client'),
  SUBSCRIPTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .default(200)
    .describe('The most subscriptions of one client that differ in what they ask for; alike ones count once'),
  LIMIT_LOOPBACK: z
    .stringbool()
    .default(false)
    .describe('Whether clients on this machine are limited as others are: true or false'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Lowest level of log lines'),
  WORKER_THREADS: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Threads of one inference on a CPU; 0 lets the runtime take every core'),
  CANARY_HOURS: z.coerce
    .number()
    .positive()
    .default(6)
    .describe('A worker scores its golden set again so often, and fences itself when answers moved'),
  JOB_HEARTBEAT_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .default(10)
    .describe('A worker silent for so long loses its shard to another worker'),
  JUDGE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OpenAI-compatible server (vLLM, SGLang, TGI) that runs the model of a remote judge'),
  JUDGE_API_KEY: z
    .string()
    .optional()
    .describe('Key of that server; it is sent to the server and nowhere else'),
  JUDGE_MODEL: z
    .string()
    .optional()
    .describe("The model's name on that server; not needed when it serves only one"),
  JUDGE_MODEL_REVISION: z
    .string()
    .optional()
    .describe("Revision of the weights that it serves, part of the judge's; the manifest's unless given"),
  JUDGE_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(16)
    .describe('Most requests to that server at once; fewer while it is overloaded'),
  JUDGE_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(120)
    .describe('A request without an answer for so long is tried again'),
  JUDGE_MAX_TOKENS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      "Most tokens of one answer, for models that reason before they answer; the judge's own number unless given",
    ),
  JUDGE_MAX_TOKENS_FIELD: z
    .enum(['max_tokens', 'max_completion_tokens'])
    .default('max_tokens')
    .describe(
      'How that server calls the most tokens of an answer; the other is learnt where it refuses this',
    ),
  JUDGE_OMIT: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((name) => name !== ''))
    .pipe(z.array(z.enum(['temperature', 'seed', 'logprobs'])))
    .describe(
      'What that server is not to be sent, of temperature, seed and logprobs; what it refuses is learnt without this',
    ),
  JUDGE_BUDGET_REQUESTS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Most requests of one evaluation, repeated ones too; what is left then ends as JUDGE_ERROR'),
  JUDGE_BUDGET_TOKENS: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Most tokens of one evaluation, prompts too, as the server counts them'),
  JUDGE_BUDGET_COST: z.coerce
    .number()
    .positive()
    .optional()
    .describe(
      'Most that one evaluation may cost, in the currency in which the server or its gateway tells it',
    ),
  JUDGE_STRUCTURED: z
    .enum(['none', 'json_schema', 'structured_outputs', 'guided_choice'])
    .default('none')
    .describe(
      'How that server is held to the options of a question: none, json_schema (OpenAI), structured_outputs (vLLM), guided_choice (vLLM before 0.11)',
    ),
  JUDGE_MEDIA_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Assay's API as that server reaches it, to fetch pictures; without it they are sent inline"),
  HTTPS_PROXY: z
    .string()
    .optional()
    .describe('Proxy on the way to an https judge server; https_proxy means the same'),
  HTTP_PROXY: z
    .string()
    .optional()
    .describe('Proxy on the way to an http judge server; never used for this machine itself'),
  NO_PROXY: z
    .string()
    .default('')
    .describe('Hosts and domains that are reached without a proxy, with commas between'),
});

export interface Config {
  databaseUrl: string | null;
  databaseReplicaUrl: string | null;
  databaseDirectUrl: string | null;
  home: string;
  port: number;
  host: string;
  apiUrl: string;
  /** Without a slash at its end. */
  publicUrl: string | null;
  trustedProxies: string[];
  /** Names besides loopback, `host` and that of `publicUrl`. */
  allowedHosts: string[];
  apiKey: string | null;
  exportCacheBytes: number;
  limits: RequestLimits;
  logLevel: z.infer<typeof env>['LOG_LEVEL'];
  workerThreads: number;
  jobHeartbeatSeconds: number;
  canaryHours: number;
  /** Folders of models, the program's own first: what ships with it decides what a name means. */
  modelRoots: string[];
  remoteJudge: RemoteJudgeConfig;
  /** Proxies by the scheme of the address asked for, and what is reached without. */
  proxies: { http: string | null; https: string | null; none: string };
}

/** What requests may take. */
export interface RequestLimits {
  /** The most that one operation may cost. */
  cost: number;
  /** What one client may spend in a minute; 0 for any. */
  costPerMinute: number;
  queryMs: number;
  /** The most rows that one operation may read. */
  rows: number;
  answerBytes: number;
  /** The most WebSockets of one client. */
  sockets: number;
  /** The most subscriptions of one client that differ. */
  subscriptions: number;
  /** Whether clients on this machine are limited as others are. */
  limitsLoopback: boolean;
}

/** The server of a remote judge. */
export interface RemoteJudgeConfig {
  url: string | null;
  key: string | null;
  model: string | null;
  modelRevision: string | null;
  concurrency: number;
  timeoutMs: number;
  /** Null for as many as the judge's manifest says. */
  maxTokens: number | null;
  maxTokensField: z.infer<typeof env>['JUDGE_MAX_TOKENS_FIELD'];
  omit: readonly z.infer<typeof env>['JUDGE_OMIT'][number][];
  budget: { requests: number | null; tokens: number | null; cost: number | null };
  structured: z.infer<typeof env>['JUDGE_STRUCTURED'];
  mediaUrl: string | null;
}

/** Reads the environment, once; everything else is handed what it needs. Throws with every problem listed. */
export function readConfig(source: Record<string, string | undefined> = process.env): Config {
  const given = withProxies(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
  const parsed = env.safeParse(given);
  if (!parsed.success) throw new Error(`Bad environment:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  for (const name of ['DATABASE_REPLICA_URL', 'DATABASE_DIRECT_URL'] as const) {
    if (values[name] && !values.DATABASE_URL)
      throw new Error(
        `Bad environment:\n✖ ${name} says more of DATABASE_URL, which is not set. Set both or neither`,
      );
  }
  // Commands run in any folder, and all of them mean the same database.
  const home = given['ASSAY_HOME'] ? resolve(values.ASSAY_HOME) : resolve(ROOT, values.ASSAY_HOME);
  return {
    databaseUrl: values.DATABASE_URL ?? null,
    databaseReplicaUrl: values.DATABASE_REPLICA_URL ?? null,
    databaseDirectUrl: values.DATABASE_DIRECT_URL ?? null,
    home,
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustedProxies: values.TRUSTED_PROXIES,
    allowedHosts: values.ALLOWED_HOSTS,
    apiUrl: values.ASSAY_URL.replace(/\/$/, ''),
    apiKey: values.ASSAY_API_KEY ?? null,
    exportCacheBytes: values.EXPORT_CACHE_MB * 1024 * 1024,
    limits: {
      cost: values.QUERY_COST,
      costPerMinute: values.QUERY_COST_PER_MINUTE,
      queryMs: values.QUERY_SECONDS * 1000,
      rows: values.QUERY_ROWS,
      answerBytes: values.QUERY_ANSWER_MB * 1024 * 1024,
      sockets: values.SOCKETS,
      subscriptions: values.SUBSCRIPTIONS,
      limitsLoopback: values.LIMIT_LOOPBACK,
    },
    logLevel: values.LOG_LEVEL,
    workerThreads: values.WORKER_THREADS,
    jobHeartbeatSeconds: values.JOB_HEARTBEAT_SECONDS,
    canaryHours: values.CANARY_HOURS,
    modelRoots: [resolve(ROOT, 'models'), resolve(home, 'models')],
    remoteJudge: remoteJudge(values),
    proxies: {
      http: values.HTTP_PROXY ?? null,
      https: values.HTTPS_PROXY ?? null,
      none: values.NO_PROXY,
    },
  };
}

/** Names of proxies are usual in small letters, and count before those in capitals, as in curl. */
function withProxies(given: Record<string, string | undefined>): Record<string, string | undefined> {
  const { http_proxy, https_proxy, no_proxy } = given;
  return {
    ...given,
    ...(http_proxy !== undefined && { HTTP_PROXY: http_proxy }),
    ...(https_proxy !== undefined && { HTTPS_PROXY: https_proxy }),
    ...(no_proxy !== undefined && { NO_PROXY: no_proxy }),
  };
}

function remoteJudge(values: z.infer<typeof env>): RemoteJudgeConfig {
  return {
    url: values.JUDGE_URL ?? null,
    key: values.JUDGE_API_KEY ?? null,
    model: values.JUDGE_MODEL ?? null,
    modelRevision: values.JUDGE_MODEL_REVISION ?? null,
    concurrency: values.JUDGE_CONCURRENCY,
    timeoutMs: values.JUDGE_TIMEOUT_SECONDS * 1000,
    maxTokens: values.JUDGE_MAX_TOKENS ?? null,
    maxTokensField: values.JUDGE_MAX_TOKENS_FIELD,
    omit: values.JUDGE_OMIT,
    budget: {
      requests: values.JUDGE_BUDGET_REQUESTS ?? null,
      tokens: values.JUDGE_BUDGET_TOKENS ?? null,
      cost: values.JUDGE_BUDGET_COST ?? null,
    },
    structured: values.JUDGE_STRUCTURED,
    mediaUrl: values.JUDGE_MEDIA_URL?.replace(/\/$/, '') ?? null,
  };
}

/** The environment of a child process: this one's, with changes. */
export function childEnvironment(changes: Record<string, string>): Record<string, string | undefined> {
  return { ...process.env, ...changes };
}

/** The text of `.env.example`; a test holds the file to it. */
export function envExample(): string {
  return Object.entries(env.shape)
    .map(([name, field]) => {
      const fallback = field instanceof z.ZodDefault ? String(field.def.defaultValue) : '';
      return `# ${field.description}\n# ${name}=${fallback}\n`;
    })
    .join('\n');
}
