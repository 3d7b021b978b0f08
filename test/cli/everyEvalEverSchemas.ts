import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

/** That project's own JSON schemas, beside the repository. */
const FOLDER = join(import.meta.dirname, '../../../shared/interop/data/eee');

export const SCHEMAS = {
  record: join(FOLDER, 'eval.schema.json'),
  sample: join(FOLDER, 'instance_level_eval.schema.json'),
};

export const haveSchemas = Object.values(SCHEMAS).every((path) => existsSync(path));

/** What a schema finds wrong, one by one. */
export function complaintsBy(path: string): (value: unknown) => string[] {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(path, 'utf8')),
  );
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath}: ${one.message}`);
}
