import { type DecideOptions, OFFICIAL_OPTIONS } from '../benchmarks/geneval/decide.ts';
import { UsageFailure } from './failure.ts';

/** Names of evaluate_images.py, and what Python turns their text into. */
const OPTIONS: Readonly<Record<string, { key: keyof DecideOptions; type: 'float' | 'int' }>> = {
  threshold: { key: 'threshold', type: 'float' },
  counting_threshold: { key: 'countingThreshold', type: 'float' },
  max_objects: { key: 'maxObjects', type: 'int' },
  max_overlap: { key: 'maxOverlap', type: 'float' },
  position_threshold: { key: 'positionThreshold', type: 'float' },
};

/** Official options about finding objects and colours, which is over when detections are given. */
const BEFORE_DETECTIONS = ['model', 'clip_model', 'bgcolor', 'crop'];

const NUMBER = {
  float: { pattern: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, words: 'a number' },
  int: { pattern: /^[+-]?\d+$/, words: 'an integer' },
};

/** The official defaults with `name=value` pairs laid over them. Throws for what would silently do nothing. */
export function parseDecideOptions(pairs: readonly string[]): DecideOptions {
  const options = { ...OFFICIAL_OPTIONS };
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageFailure(`--option ${pair}: write name=value, for example threshold=0.3`);
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1).trim()];
    if (BEFORE_DETECTIONS.includes(name)) {
      throw new UsageFailure(
        `--option ${name}: it changes how objects and colours are found, which the detections file already says; leave it out`,
      );
    }
    const option = OPTIONS[name];
    if (!option) {
      throw new UsageFailure(`--option ${name}: unknown; there are ${Object.keys(OPTIONS).join(', ')}`);
    }
    const { pattern, words } = NUMBER[option.type];
    if (!pattern.test(text)) throw new UsageFailure(`--option ${name}: "${text}" is not ${words}`);
    options[option.key] = Number(text);
  }
  return options;
}
