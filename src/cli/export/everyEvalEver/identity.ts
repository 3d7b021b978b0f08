import { sha256 } from '../../../core/canonicalJson.ts';

/** Who is meant, as the format wants it: `developer/model`. */
export interface ModelIdentity {
  id: string;
  developer: string;
  model: string;
}

/** A name with a slash says its developer; any other has none that we know of. */
export function identityOf(name: string, developer: string | undefined): ModelIdentity {
  const [first = '', ...rest] = name.split('/');
  if (rest.length > 0 && first !== '' && rest.join('/') !== '') {
    return { id: name, developer: first, model: rest.join('/') };
  }
  const known = developer ?? 'unknown';
  return { id: `${known}/${name}`, developer: known, model: name };
}

/** The folder of a model's records: `data/mmie/developer/model`, with names that every file system takes. */
export const folderOf = (benchmark: string, { developer, model }: ModelIdentity): string =>
  ['data', ...[benchmark, developer, model].map(portable)].join('/');

/** Windows takes them for devices whatever follows the first dot; `data` is the root of all records. */
const RESERVED = /^(?:(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|data)$/i;

function portable(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
  const plain = name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_').replace(/[. ]+$/, '_');
  return RESERVED.test(plain) ? `_${plain}` : plain;
}

/** Files are named by a random UUID; ours is of the evaluation's id, so that exporting again replaces the file. */
export function fileIdOf(evaluation: string): string {
  const hex = sha256(`every-eval-ever ${evaluation}`);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
