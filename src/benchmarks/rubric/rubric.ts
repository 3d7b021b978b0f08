import { isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';

const slug = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]*$/,
    'must be lower-case letters, digits and hyphens, as in `assay benchmark show`',
  );

const criterion = z
  .strictObject({
    slug,
    question: z.string().trim().min(1),
    scale: z
      .strictObject({ min: z.number(), max: z.number() })
      .refine(({ min, max }) => min < max, 'min must be below max'),
    /** Answers with what they are worth; the digits of the scale, or yes and no on 0 to 1, unless given. */
    options: z
      .array(z.strictObject({ value: z.number(), says: z.union([z.string(), z.array(z.string()).min(1)]) }))
      .min(2)
      .optional(),
  })
  .superRefine(({ scale, options }, context) => {
    if (!options) {
      if (hasDefaultOptions(scale)) return;
      const message =
        'are needed for this scale: without them it must be 0 to 1 or whole numbers within 0 to 9';
      return context.addIssue({ code: 'custom', path: ['options'], message });
    }
    for (const [index, { value }] of options.entries()) {
      if (value >= scale.min && value <= scale.max) continue;
      const message = `must lie within the scale, ${scale.min} to ${scale.max}`;
      context.addIssue({ code: 'custom', path: ['options', index, 'value'], message });
    }
    const alike = startingAlike(options.map(({ says }) => spellingsOf(says)));
    if (!alike) return;
    const message = `"${alike[0]}" begins with "${alike[1]}": a judge's first word must tell the options apart`;
    context.addIssue({ code: 'custom', path: ['options'], message });
  });

const rubricSchema = z
  .strictObject({
    /** What the judge is called. */
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be lower-case letters, digits, ".", "_" and "-"'),
    system: z.string().trim().min(1).optional(),
    criteria: z.array(criterion).min(1),
  })
  .superRefine(({ criteria }, context) => {
    for (const [index, { slug: name }] of criteria.entries()) {
      if (criteria.findIndex((other) => other.slug === name) === index) continue;
      context.addIssue({
        code: 'custom',
        path: ['criteria', index, 'slug'],
        message: `"${name}" is there twice`,
      });
    }
  });

export type Rubric = z.infer<typeof rubricSchema>;
export type RubricCriterion = Rubric['criteria'][number];

/** Reads a rubric, YAML or JSON. Throws INVALID_INPUT with the line and field of everything that is wrong. */
export function parseRubric(text: string, file: string): Rubric {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const at = lines.linePos(broken.pos[0]).line;
    throw new AppError('INVALID_INPUT', `${file}, line ${at}: ${broken.message.split('\n')[0]}`);
  }
  const parsed = rubricSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map(({ path, message }) => {
    const line = lineOf(document, lines, path as (string | number)[]);
    return `${file}, line ${line}: ${fieldOf(path)}${message}`;
  });
  throw new AppError('INVALID_INPUT', complaints.join('\n'));
}

export function spellingsOf(says: string | string[]): string[] {
  return typeof says === 'string' ? [says] : says;
}

export function hasDefaultOptions({ min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(min) && Number.isInteger(max) && min >= 0 && max <= 9;
}

/** Two spellings of different options of which one begins with the other; the longer first. */
function startingAlike(options: readonly string[][]): [string, string] | null {
  const known = options.flatMap((spellings, option) =>
    spellings.map((spelling) => ({ option, said: spelling.trim().toLowerCase() })),
  );
  for (const { option, said } of known) {
    const longer = known.find((other) => other.option !== option && other.said.startsWith(said));
    if (longer) return [longer.said, said];
  }
  return null;
}

/** The line of a field, or of what it should have been in. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly (string | number)[],
): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range) && (length > 0 || !isSeq(node))) return lines.linePos(range[0] as number).line;
  }
  return 1;
}

function fieldOf(path: readonly PropertyKey[]): string {
  const field = path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : `${name}${name && '.'}${String(key)}`),
    '',
  );
  return field && `"${field}": `;
}
