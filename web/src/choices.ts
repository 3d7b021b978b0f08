import * as z from 'zod/mini';

/** The kinds of choice that an address holds. What it says and nobody can mean is taken as not said. */

export const text = () => z.catch(z.optional(z.string()), undefined);

export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.catch(z.optional(z.enum(values)), undefined);

export const flag = () =>
  z.catch(
    z.optional(
      z.pipe(
        z.union([z.literal('true'), z.literal(true)]),
        z.transform(() => true as const),
      ),
    ),
    undefined,
  );

export const number = () => z.catch(z.optional(z.coerce.number()), undefined);

/** One or more, each once. */
export const several = () =>
  z.catch(
    z.optional(
      z.pipe(
        z.union([z.string(), z.array(z.string())]),
        z.transform((said) => [...new Set([said].flat())]),
      ),
    ),
    undefined,
  );
