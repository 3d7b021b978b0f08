import type { InstalledPrompt } from '../../benchmarks/evalalign/repliesFile.ts';
import type { Client } from '../client/client.ts';
import { findReferencedQuestions } from './knownQuestions.ts';

/** The prompts of both dimensions by their external ids; their references say which skills are asked. */
export async function findEvalalignPrompts(client: Client): Promise<Map<string, InstalledPrompt>> {
  const questions = await findReferencedQuestions(client, 'evalalign');
  return new Map(
    [...questions].map(([id, { reference, content }]) => [
      id,
      { skills: Object.keys(reference ?? {}), isReleased: content.length > 0 },
    ]),
  );
}
