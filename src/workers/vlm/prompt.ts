import { AppError } from '../../core/errors.ts';
import type { Picture } from '../../media/picture.ts';
import type { ChatCall, ChatMessage } from '../chat.ts';
import type { VlmManifest } from '../manifest.ts';
import type { Layout } from './layouts.ts';
import { renderingOf } from './template.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a model reads of a call. */
export interface Prompt {
  readonly ids: readonly number[];
  /** In the order of their tokens; the same picture may come twice. */
  readonly pictures: readonly Picture[];
}

/** Throws what is wrong with a call. */
export type ToPrompt = (call: ChatCall) => Prompt;

/**
 * Renders the chat template, puts each picture's markup in its place, and makes tokens of the whole at once, as
 * the models' own code does. Words of a message are never read as special tokens: the text that is judged comes
 * from the model under test, and one that could close its own turn could write its own score.
 */
export function promptsOf(manifest: VlmManifest, layout: Layout, vocabulary: Vocabulary): ToPrompt {
  const { bosToken = '', ...text } = manifest.text;
  const render = renderingOf(manifest, vocabulary.asWords);
  const imageToken = vocabulary.idOf(text.imageToken);
  return ({ messages, maxNewTokens }) => {
    const pictures = messages.flatMap(picturesOf);
    const rendered = render(messages);
    const begun = rendered.startsWith(bosToken) ? rendered : bosToken + rendered;
    const ids = vocabulary.encode(withMarkup(begun, pictures, manifest, layout));
    checkImageTokens(ids, imageToken, pictures, manifest, layout);
    checkLength(ids.length, maxNewTokens, manifest);
    return { ids, pictures };
  };
}

function picturesOf({ content }: ChatMessage): Picture[] {
  return content.flatMap((segment) => ('picture' in segment ? [segment.picture] : []));
}

function withMarkup(
  rendered: string,
  pictures: readonly Picture[],
  { name, text }: VlmManifest,
  layout: Layout,
): string {
  const [first = '', ...rest] = rendered.split(text.imageToken);
  if (rest.length !== pictures.length) {
    throw new AppError(
      'INVALID_INPUT',
      `The chat template of ${name} shows ${rest.length} of ${pictures.length} pictures (text.template)`,
    );
  }
  return rest.reduce((whole, part, at) => whole + layout.markup(pictures[at] as Picture) + part, first);
}

function checkImageTokens(
  ids: readonly number[],
  imageToken: number,
  pictures: readonly Picture[],
  { name, layout: { tokensPerImage } }: VlmManifest,
  layout: Layout,
): void {
  const found = ids.filter((id) => id === imageToken).length;
  const tiles = pictures.reduce((sum, picture) => sum + layout.tiles(picture), 0);
  if (found === tiles * tokensPerImage) return;
  throw new AppError(
    'INVALID_INPUT',
    `The tokenizer of ${name} makes ${found} image tokens of ${tiles} tiles of ${tokensPerImage} each`,
  );
}

function checkLength(
  length: number,
  maxNewTokens: number,
  { name, decoder: { context } }: VlmManifest,
): void {
  if (length === 0) throw new AppError('INVALID_INPUT', 'The prompt is empty');
  if (context === undefined || length + maxNewTokens <= context) return;
  throw new AppError(
    'INVALID_INPUT',
    `The prompt has ${length} tokens and the answer may have ${maxNewTokens}; ${name} reads ${context} in all (decoder.context)`,
  );
}
