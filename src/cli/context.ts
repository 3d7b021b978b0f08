import { type Config, readConfig } from '../core/config.ts';
import { type Client, openClient } from './client/client.ts';
import { processTerminal, type Terminal } from './terminal/terminal.ts';

/** What commands are handed instead of reaching for it. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Read when a command runs, so that `--help` works in a broken environment. */
  config(): Config;
  client(): Client;
}

export const processContext: CommandContext = {
  terminal: processTerminal(),
  config: () => readConfig(),
  client: () => openClient(readConfig()),
};
