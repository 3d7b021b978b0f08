import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { refusal } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('page sizes count alike as literals, variables and defaults, and the refusal is no syntax error', async ({
    api,
  }) => {
    const text = readFileSync(join(folder, 'expect.txt'), 'utf8');
    const literal = /Query A \(literal\): (\{.*?\}) {2}->/.exec(text)?.[1] ?? '';
    const variable = /Query B \(variable\): (.*?) with/.exec(text)?.[1] ?? '';
    const heavy = /Heavier: (\{.*?\}) is refused/.exec(text)?.[1] ?? '';

    const refused = await refusal(api, literal);
    expect(refused.code).toBe('QUERY_TOO_COSTLY');
    expect(refused.message).not.toMatch(/syntax/i);
    expect(await refusal(api, variable, { n: 100 })).toEqual(refused);
    expect(await refusal(api, variable.replace('$n:Int', '$n:Int=100'))).toEqual(refused);
    const inHeavy = heavy.replaceAll('first:100', 'first:$n');
    expect(await refusal(api, `query($n:Int)${inHeavy}`, { n: 100 })).toEqual(await refusal(api, heavy));
  });
}
