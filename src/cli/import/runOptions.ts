import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ModelKind } from './uploadRun.ts';

const KINDS: Readonly<Record<string, ModelKind>> = {
  'text-to-image': 'TEXT_TO_IMAGE',
  interleaved: 'INTERLEAVED',
  integrated: 'INTEGRATED',
};

/** What every command that makes a run may be told about it. */
export interface RunGiven {
  kind: string;
  settings: Record<string, unknown>;
  strict?: true;
  json?: true;
}

export function addRunOptions(
  command: Command,
  kinds: readonly (keyof typeof KINDS & string)[],
  settings = '{"seed": 42}',
): Command {
  const [first = 'text-to-image'] = kinds;
  if (kinds.length > 1) {
    command.addOption(
      new Option('--kind <kind>', 'what the model is, if it is new').choices(kinds).default(first),
    );
  } else command.setOptionValue('kind', first);
  return command
    .option('--settings <json>', `what made the responses, for example ${settings}`, parseSettings, {})
    .addOption(strictOption())
    .option('--json', 'print the result as JSON');
}

export const strictOption = (): Option =>
  new Option('--strict', 'stop at the first record or picture that cannot be read, with nothing imported');

export const modelKind = (kind: string): ModelKind => KINDS[kind] ?? 'TEXT_TO_IMAGE';

export function parseSettings(text: string): Record<string, unknown> {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It is not JSON.');
  }
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) {
    throw new InvalidArgumentError('It must be a JSON object.');
  }
  return settings as Record<string, unknown>;
}
