import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseReply } from '../../../src/benchmarks/evalalign/parse.ts';
import { findSkill, type Skill } from '../../../src/benchmarks/evalalign/skills.ts';
import { test } from '../../support/fixtures.ts';

/** Values that may be read of replies which name several numbers. */
const STATED: Readonly<Record<string, readonly (number | null)[]>> = {
  'There are 3 dogs but the prompt asks for 2. Answer: 1': [1],
  'Answer: 0, 1, 2? I choose 2': [2, null],
  '2 (out of 10)': [null],
  '<think>1 or 2?</think> 2': [2],
  '1-2': [null],
};

export function declare(folder: string): void {
  test('the answer that is stated is read, not the first number', () => {
    const lines = readFileSync(join(folder, 'ea_replies.jsonl'), 'utf8').trim().split('\n');
    const replies = lines.map((line): string => JSON.parse(line).reply);
    const read = (reply: string) => parseReply(reply, findSkill('alignment', 'Object') as Skill).value;

    expect(replies).toEqual(expect.arrayContaining(Object.keys(STATED)));
    for (const [reply, values] of Object.entries(STATED)) expect(values, reply).toContain(read(reply));
  });
}
