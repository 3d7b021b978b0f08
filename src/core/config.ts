import { resolve } from 'node:path';
import { z } from 'zod';

const env = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL to use. Without it an embedded PostgreSQL runs under ASSAY_HOME'),
  ASSAY_HOME: z
    .string()
    .min(1)
    .default('.assay')
    .describe('Folder for the embedded database, pictures and installed models'),
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
  ASSAY_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://localhost:4000')
    .describe('API that the commands talk to'),
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
  JOB_HEARTBEAT_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .default(10)
    .describe('A worker silent for so long loses its shard to another worker'),
});

export interface Config {
  databaseUrl: string | null;
  home: string;
  port: number;
  host: string;
  apiUrl: string;
  logLevel: z.infer<typeof env>['LOG_LEVEL'];
  workerThreads: number;
  jobHeartbeatSeconds: number;
  /** Folders of models, the program's own first: what ships with it decides what a name means. */
  modelRoots: string[];
}

/** Reads the environment, once; everything else is handed what it needs. Throws with every problem listed. */
export function readConfig(source: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = env.safeParse(given);
  if (!parsed.success) throw new Error(`Bad environment:\n${z.prettifyError(parsed.error)}`);
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL ?? null,
    home: resolve(values.ASSAY_HOME),
    port: values.PORT,
    host: values.HOST,
    apiUrl: values.ASSAY_URL.replace(/\/$/, ''),
    logLevel: values.LOG_LEVEL,
    workerThreads: values.WORKER_THREADS,
    jobHeartbeatSeconds: values.JOB_HEARTBEAT_SECONDS,
    modelRoots: [resolve(import.meta.dirname, '../../models'), resolve(values.ASSAY_HOME, 'models')],
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
