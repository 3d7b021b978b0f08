import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { findKnownQuestions } from './knownQuestions.ts';

/**
 * The ids of the questions that MMIE has. Questions that come with their domains are a data set, and then a record of
 * none of them is a mistake: adding it would make every full run incomplete. Without a data set the records are all
 * there is, and bring their questions.
 */
export async function findMmieQuestions(
  client: Client,
  places: ReadonlyMap<string, number>,
  path: string,
): Promise<ReadonlySet<string>> {
  const known = await findKnownQuestions(client, 'mmie');
  const hasDataset = [...known.values()].some(({ slice }) => slice.level !== 'CATEGORY');
  for (const [id, place] of hasDataset ? places : []) {
    if (!known.has(id))
      throw new Failure(`${path}: record ${place} (id "${id}"): the installed data set has no such question`);
  }
  return new Set(known.keys());
}
