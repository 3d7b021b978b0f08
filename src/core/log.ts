import pino from 'pino';
import type { Config } from './config.ts';

export type Log = pino.Logger;

/** JSON lines on standard error, or readable ones when a person is looking. Messages are constants; data is fields. */
export function openLog(config: Pick<Config, 'logLevel'>, name: string): Log {
  if (process.stderr.isTTY) {
    const pretty = {
      target: 'pino-pretty',
      options: { destination: 2, ignore: 'pid,hostname', colorize: true },
    };
    return pino({ name, level: config.logLevel, transport: pretty });
  }
  return pino({ name, level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
}
