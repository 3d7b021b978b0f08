const WORD =
  'think(?:ing|s)?|thoughts?|reason(?:ing|s)?|reflections?|rationale|analysis|deliberation|monologue|scratch[ _-]?pad|cot|chain[ _-]of[ _-]thought';
const NAME = `(?:[\\p{L}\\d]{1,16}[:_-])?(?:${WORD})(?:[_ -](?:process|block|content|steps?))?`;

/**
 * Marks of thinking as models write them: tags, also in the brackets of other scripts and escaped, square ones, and
 * special tokens. Groups: what closes, then what opens.
 */
const marks = new RegExp(
  [
    // <|begin_of_thought|>, <|END_THINKING|>
    `<[|｜](?:(?<closeToken>end|stop)|(?<openToken>begin|start))[_▁ ](?:of[_▁ ])?(?:${WORD})[|｜]>`,
    // <think>, </think>, <seed:think>, <thinking budget="9">, ◁think▷, &lt;think&gt;, <|think|>
    `(?:[<＜‹⟨〈《◁]|&lt;)[|｜]?\\s{0,2}(?:(?<close>/)\\s{0,2}${NAME}|(?<open>${NAME})(?:\\s[^<>\\n]{0,80})?)\\s{0,2}[|｜]?(?:[>＞›⟩〉》▷]|&gt;)`,
    // [THINK], [/THINK]
    `\\[(?:(?<closeSquare>/)${NAME}|(?<openSquare>${NAME}))\\]`,
    // The channels of gpt-oss, and the tokens of Gemma's medical model
    `(?<openChannel><\\|channel\\|>\\s{0,2}(?:analysis|commentary)[^<\\n]{0,80}<\\|message\\|>|<unused94>)`,
    `(?<closeChannel><\\|(?:end|return)\\|>|(?:<\\|start\\|>\\w{0,20})?<\\|channel\\|>\\s{0,2}final\\s{0,2}<\\|message\\|>|<unused95>)`,
  ].join('|'),
  'giu',
);

/**
 * What a judge says outside its thinking. A mark that closes what nothing opened ends thinking that began with the
 * reply (templates open it in the prompt); thinking that is not closed goes on to the end.
 */
export function spoken(reply: string): string {
  let text = '';
  let from = 0;
  let isThinking = false;
  for (const { 0: mark, index, groups = {} } of reply.matchAll(marks)) {
    const isClosing =
      groups['close'] ?? groups['closeSquare'] ?? groups['closeToken'] ?? groups['closeChannel'];
    if (isClosing === undefined) {
      if (!isThinking) text += `${reply.slice(from, index)}\n`;
      isThinking = true;
      continue;
    }
    const isOfChannel = groups['closeChannel'] !== undefined;
    // These tokens end any message, said or thought.
    if (!isThinking && !isOfChannel) text = '';
    else if (!isThinking) text += `${reply.slice(from, index)}\n`;
    isThinking = false;
    from = index + mark.length;
  }
  return isThinking ? text : text + reply.slice(from);
}
