import { randomUUID } from 'node:crypto';
import { Template } from '@huggingface/jinja';
import { AppError } from '../../core/errors.ts';
import type { ChatMessage } from '../chat.ts';
import type { VlmManifest } from '../manifest.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Messages as the text that a model reads, with its image token once for each picture. */
export type Render = (messages: readonly ChatMessage[]) => string;

type Role = ChatMessage['role'];

/** What a template takes for the content of a message: the list of its parts, or one string. */
type Form = 'parts' | 'string';

type Forms = Readonly<Record<Role, Form>>;

type Manifest = Pick<VlmManifest, 'name' | 'text'>;

/** A key of every part: where it is read, the template wrote the list as it stands. */
const MARK = `part-${randomUUID()}`;

/** Survives what templates do to words. */
const PROBE = '4711';

/**
 * A template is tried before it is used. Python refuses to add a list to a string, and prints one in brackets; here
 * both would be JSON in the middle of a prompt. Throws when a template takes strings and the manifest does not say
 * how a picture is written in one.
 */
export function renderingOf(manifest: Manifest, asWords: Vocabulary['asWords']): Render {
  const { name, text } = manifest;
  const template = new Template(text.template);
  const render = (messages: readonly ChatMessage[], forms: Forms): string => {
    const rendered = template.render({
      ...variables(text),
      messages: contents(messages, forms, manifest, asWords),
    });
    if (!rendered.includes(MARK)) return rendered;
    throw new AppError(
      'INVALID_INPUT',
      `The chat template of ${name} wants the content of a message as a string, not as a list of parts (text.template)`,
    );
  };
  const forms = formsOf(render);
  if (forms.user === 'string' && text.imagePlaceholder === undefined) {
    throw new AppError(
      'INVALID_INPUT',
      `The chat template of ${name} (text.template) wants the content of a message as a string, not as a list of parts: write text.imagePlaceholder into its manifest, which says how a picture stands in such a string, as "{image}\\n", or a template that goes through message.content`,
    );
  }
  return (messages) => render(messages, forms);
}

function variables({ bosToken = '', eosToken = '', padToken, imageToken }: Manifest['text']) {
  return {
    add_generation_prompt: true,
    bos_token: bosToken,
    eos_token: eosToken,
    pad_token: padToken,
    image_token: imageToken,
  };
}

function contents(
  messages: readonly ChatMessage[],
  forms: Forms,
  manifest: Manifest,
  asWords: Vocabulary['asWords'],
): object[] {
  let pictures = 0;
  return messages.map(({ role, content }) => {
    if (forms[role] === 'parts') {
      const parts = content.map((segment) =>
        'picture' in segment ? { type: 'image' } : { type: 'text', text: asWords(segment.text) },
      );
      return { role, content: parts.map((part) => ({ ...part, [MARK]: true })) };
    }
    const strings = content.map((segment) =>
      'picture' in segment ? placeholder(manifest, ++pictures) : asWords(segment.text),
    );
    return { role, content: strings.join('') };
  });
}

function placeholder({ name, text: { imagePlaceholder, imageToken } }: Manifest, number: number): string {
  if (imagePlaceholder !== undefined)
    return imagePlaceholder.replaceAll('{n}', `${number}`).replace('{image}', () => imageToken);
  throw new AppError(
    'INVALID_INPUT',
    `The chat template of ${name} takes a string where the call has a picture: text.imagePlaceholder of its manifest says how one is written there`,
  );
}

/** What the template takes for each role, as far as it can be told: some want a system message otherwise. */
function formsOf(render: (messages: readonly ChatMessage[], forms: Forms) => string): Forms {
  const said = (role: Role, text: string): ChatMessage => ({ role, content: [{ text }] });
  const reads = (messages: readonly ChatMessage[], forms: Forms): boolean => {
    try {
      return render(messages, forms).includes(PROBE);
    } catch {
      return false;
    }
  };
  const asked = said('user', '1');
  const tries: [Role, ChatMessage[]][] = [
    ['user', [said('user', PROBE)]],
    ['system', [said('system', PROBE), asked]],
    ['assistant', [asked, said('assistant', PROBE), asked]],
  ];
  const forms: Record<Role, Form> = { user: 'parts', system: 'parts', assistant: 'parts' };
  for (const [role, messages] of tries) {
    const strings: Forms = { ...forms, [role]: 'string' };
    if (!reads(messages, forms) && reads(messages, strings)) forms[role] = 'string';
  }
  return forms;
}
