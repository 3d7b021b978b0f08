import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseRubric } from '../../src/benchmarks/rubric/rubric.ts';

const page = readFileSync(new URL('../../docs/rubrics.md', import.meta.url), 'utf8');
const rubrics = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

test('every rubric on the page about rubrics can be used as it stands', () => {
  expect(rubrics.map((text) => parseRubric(text, 'docs/rubrics.md').name)).toEqual([
    'story-tone',
    'colour-check',
  ]);
});
