import { Failure } from '../failure.ts';

/** The ids of a file's records, which must be unique. */
export interface Ids {
  /** Where each id is, counted from 1. */
  readonly places: ReadonlyMap<string, number>;
  add(id: string, index: number): void;
}

export function openIds(): Ids {
  const places = new Map<string, number>();
  return {
    places,
    add: (id, index) => {
      const earlier = places.get(id);
      if (earlier !== undefined)
        throw new Failure(`records ${earlier} and ${index + 1} have the same id "${id}"`);
      places.set(id, index + 1);
    },
  };
}
