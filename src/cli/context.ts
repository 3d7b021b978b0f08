import { type Config, readConfig } from '../core/config.ts';
import { type Client, openClient } from './client/client.ts';
import { type Streams, type Terminal, terminalOn } from './terminal/terminal.ts';

/** What commands are handed instead of reaching for it. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Read when a command runs, so that `--help` works in a broken environment. */
  config(): Config;
  client(): Client;
}

/** What a command has of the process that it runs in. */
export interface Surroundings extends Streams {
  env: Record<string, string | undefined>;
}

export function contextOf({ env, ...streams }: Surroundings): CommandContext {
  return {
    terminal: terminalOn(streams),
    config: () => readConfig(env),
    client: () => openClient(readConfig(env)),
  };
}
