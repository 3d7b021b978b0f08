export const PROMPTS_FILE = 'evaluation_metadata.jsonl';

/** The prompt file at the commit that this program follows. */
export const PROMPTS_URL =
  'https://raw.githubusercontent.com/djghosh13/geneval/af4902f24d3ca90ebbb446dd9891a59e0f82725f/prompts/evaluation_metadata.jsonl';

export const PROMPTS_SHA256 = '5c48e0813e812e3c373fa5c8ed07a8f0a483be30272b4427b0559c8048e67c13';
