/** Three stages that run at the same time, with at most one item waiting between two of them. */
export interface Stages<Claimed, Loaded, Found> {
  /** The next item, or null when there is none for now; is not called again after `stopping`. */
  claim(): Promise<Claimed | null>;
  load(claimed: Claimed): Promise<Loaded>;
  infer(claimed: Claimed, loaded: Loaded): Promise<Found>;
  /** Resolves when another item may be inferred beside those that are; without it they are inferred one by one. */
  room?(): Promise<void>;
  commit(claimed: Claimed, found: Found): Promise<void>;
  /** An item that a stage threw on; it goes no further. */
  fail(claimed: Claimed, error: unknown): Promise<void>;
  /** An item that was claimed but not inferred when stopping. */
  handBack(claimed: Claimed): Promise<void>;
  /** Waits until claiming again is worthwhile. */
  idle(): Promise<void>;
}

/**
 * Runs until `stopping` aborts: then what is being inferred is finished and committed, what was only loaded is
 * handed back. While the device infers one item, the next is loaded and the one before is committed.
 */
export async function runPipeline<Claimed, Loaded, Found>(
  stages: Stages<Claimed, Loaded, Found>,
  stopping: AbortSignal,
): Promise<void> {
  /** An item on its way, or null when it failed. */
  type Ready = { claimed: Claimed; loaded: Loaded } | null;
  /** One commit at a time where items come one by one; those inferred side by side wait for nobody. */
  let committing: Promise<void> = Promise.resolve();
  const beside = new Set<Promise<void>>();
  const stopped = new Promise<void>((resolve) => {
    if (stopping.aborted) resolve();
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });

  const loadNext = async (): Promise<Ready | 'none'> => {
    if (stopping.aborted) return 'none';
    const claimed = await stages.claim();
    if (claimed === null) return 'none';
    try {
      return { claimed, loaded: await stages.load(claimed) };
    } catch (error) {
      await stages.fail(claimed, error);
      return null;
    }
  };
  const commit = (claimed: Claimed, found: Found): Promise<void> =>
    stages.commit(claimed, found).catch((error) => stages.fail(claimed, error));
  const inferBeside = async (claimed: Claimed, loaded: Loaded): Promise<void> => {
    try {
      await commit(claimed, await stages.infer(claimed, loaded));
    } catch (error) {
      await stages.fail(claimed, error);
    }
  };

  let next = loadNext();
  while (true) {
    const ready = await next;
    if (stopping.aborted) {
      if (ready && ready !== 'none') await stages.handBack(ready.claimed);
      break;
    }
    if (ready === 'none') {
      await stages.idle();
      next = loadNext();
      continue;
    }
    next = loadNext();
    if (!ready) continue;
    const { claimed, loaded } = ready;
    if (stages.room) {
      const work = inferBeside(claimed, loaded).finally(() => beside.delete(work));
      beside.add(work);
      await Promise.race([stages.room(), stopped]);
      continue;
    }
    try {
      const found = await stages.infer(claimed, loaded);
      await committing;
      committing = commit(claimed, found);
    } catch (error) {
      await stages.fail(claimed, error);
    }
  }
  await Promise.all([committing, ...beside]);
}
