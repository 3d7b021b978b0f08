/** Rows of one page: as many as the API gives at once. */
export const PAGE = 100;

/** Pages kept at most; those farthest from what is shown go first. */
const KEPT = 40;

/** Pages asked for at the same time. */
const AT_ONCE = 2;

export interface PageRequest {
  /** The cursor to go on from, and rows to leave out after it. */
  after: string | null;
  skip: number;
  /** Whether the rows of all pages are to be counted too. */
  isCounted: boolean;
}

export interface ReadPage<Row> {
  rows: readonly Row[];
  endCursor: string | null;
  totalCount: number | null;
  /** Answers that the rows of all pages are of; told with `totalCount`. */
  answerCount?: number | null;
}

/** A long list that is read in pages where it is looked at. */
export interface Book<Row> {
  /** Null until the first page is here. */
  total(): number | null;
  /** Answers that the rows are of: fewer than rows where several criteria score one. */
  answers(): number | null;
  /** Undefined while its page is not here. */
  rowAt(index: number): Row | undefined;
  error(): Error | null;
  /** What is looked at now; what is missing of it is read. */
  show(first: number, last: number): void;
  /** Nothing is read or told of any more, until it is shown again. */
  close(): void;
}

/** How to get to a page: from the nearest end of an earlier page, so that the way is short. */
export function requestFor(page: number, ends: ReadonlyMap<number, string>): Omit<PageRequest, 'isCounted'> {
  for (let before = page - 1; before >= 0; before--) {
    const after = ends.get(before);
    if (after !== undefined) return { after, skip: (page - 1 - before) * PAGE };
  }
  return { after: null, skip: page * PAGE };
}

export function openBook<Row>(
  read: (request: PageRequest) => Promise<ReadPage<Row>>,
  onChange: () => void,
): Book<Row> {
  const pages = new Map<number, readonly Row[]>();
  const ends = new Map<number, string>();
  const coming = new Set<number>();
  let shown = { first: 0, last: 0 };
  let total: number | null = null;
  let answers: number | null = null;
  let error: Error | null = null;
  let isClosed = false;

  const missing = (): number | undefined => {
    // Nobody knows how long the list is before its first page.
    const last = total === null ? 0 : Math.min(shown.last, Math.ceil(total / PAGE) - 1);
    for (let page = total === null ? 0 : shown.first; page <= last; page++) {
      if (!pages.has(page) && !coming.has(page)) return page;
    }
    return undefined;
  };

  const readPage = async (page: number): Promise<void> => {
    coming.add(page);
    try {
      const found = await read({ ...requestFor(page, ends), isCounted: total === null });
      if (isClosed) return;
      pages.set(page, found.rows);
      if (found.endCursor !== null && found.rows.length === PAGE) ends.set(page, found.endCursor);
      total = found.totalCount ?? total;
      answers = found.answerCount ?? answers;
      dropFarthest(pages, shown.first);
    } catch (failure) {
      error = failure instanceof Error ? failure : new Error(String(failure));
    } finally {
      coming.delete(page);
    }
    if (isClosed) return;
    onChange();
    pump();
  };

  const pump = (): void => {
    while (coming.size < AT_ONCE && !error && !isClosed) {
      const page = missing();
      if (page === undefined) return;
      void readPage(page);
    }
  };

  return {
    total: () => total,
    answers: () => answers ?? total,
    rowAt: (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    error: () => error,
    show(first, last) {
      isClosed = false;
      shown = { first: Math.floor(first / PAGE), last: Math.floor(last / PAGE) };
      pump();
    },
    close() {
      isClosed = true;
    },
  };
}

function dropFarthest(pages: Map<number, unknown>, from: number): void {
  while (pages.size > KEPT) {
    const farthest = [...pages.keys()].reduce((a, b) => (Math.abs(b - from) > Math.abs(a - from) ? b : a));
    pages.delete(farthest);
  }
}
