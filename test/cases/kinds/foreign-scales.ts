import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseReply } from '../../../src/benchmarks/mmie/parse.ts';
import { test } from '../../support/fixtures.ts';

type Expected = Readonly<Record<string, [reply: string, value: number | string]>>;

export function declare(folder: string): void {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const expected: Expected = read('expected.json');
  const replies: { id: string; gpt_feedback: string }[] = read('eval_result.json');

  test('every reply is read as a careful person reads it, or not at all', () => {
    const others = replies.filter(({ id, gpt_feedback }) => {
      const { outcome, value } = parseReply(gpt_feedback);
      const allowed = String(expected[id]?.[1]).split(' or ');
      return !allowed.includes(String(value ?? outcome));
    });

    expect(replies).toHaveLength(40);
    expect(others).toEqual([]);
  });
}
