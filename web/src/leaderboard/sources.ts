interface Quoted {
  source: string;
  note: string | null;
}

/** What several results are quoted from, each source with its note once, in the order in which they come. */
export function sourcesOf(results: readonly Quoted[]): Quoted[] {
  return [...new Map(results.map(({ source, note }) => [`${source} ${note}`, { source, note }])).values()];
}

/** The number of a result's source among them, from 1 on. */
export const numberOf = ({ source, note }: Quoted, sources: readonly Quoted[]): number =>
  1 + sources.findIndex((each) => each.source === source && each.note === note);
