import { AppError } from '../core/errors.ts';
import { findSecret } from '../store/secrets.ts';
import { planTable } from './export/export.ts';
import { LINK_SECRET, linkPath } from './export/links.ts';
import { readQuery } from './export/query.ts';
import { mustFindKey } from './keys.ts';
import type { ExportFilters, Resolvers } from './schema.generated.ts';

const MOST_MINUTES = 7 * 24 * 60;

/** As they stand in an address, those that are given. */
function parametersOf(filters: ExportFilters): Record<string, string> {
  const { outcome, mode, missing, rankIncomplete, ...named } = filters;
  const given = {
    ...named,
    outcome: outcome?.join(',').toLowerCase(),
    mode: mode?.toLowerCase(),
    missing: missing?.toLowerCase(),
    rankIncomplete: rankIncomplete ? 'true' : null,
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

export const resolvers = {
  Mutation: {
    createExportLink: async (_, { input }, context) => {
      const key = await mustFindKey(context.db, context.authorization, 'A link to an export');
      const { minutes = 60, format = 'PARQUET' } = input;
      if (minutes < 1 || minutes > MOST_MINUTES)
        throw new AppError('INVALID_INPUT', `minutes: ${minutes} is outside 1 to ${MOST_MINUTES}`);
      const table = input.table.toLowerCase();
      const parameters = { format: format.toLowerCase(), ...parametersOf(input.filters ?? {}) };
      // What would be refused when it is opened is refused now.
      await planTable(readQuery(table, parameters), context);
      const expires = Math.floor(Date.now() / 1000) + minutes * 60;
      const opening = { table, parameters, expires, by: key.id.replaceAll('-', '') };
      const path = linkPath(await findSecret(context.db, LINK_SECRET), opening);
      return { link: { path, url: context.address + path, expiresAt: new Date(expires * 1000) } };
    },
  },
} satisfies Resolvers;
