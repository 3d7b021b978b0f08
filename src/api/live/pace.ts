/** How long answering events may keep everything else waiting. */
const SLICE_MS = 20;

/** Answers that wait for the database at one time. */
const AT_ONCE = 2;

/** Begins work at once while there is time for it; what is more waits, in its order, and lets everything else have its turn. */
export type Pace = <Result>(work: () => Result | Promise<Result>) => Result | Promise<Result>;

export function openPace(): Pace {
  const waiting: (() => void)[] = [];
  let [running, spent] = [0, 0];
  let isTurnDue = false;

  const mayBegin = () => running < AT_ONCE && spent < SLICE_MS;

  function go(): void {
    while (mayBegin()) {
      const begin = waiting.shift();
      if (!begin) return;
      begin();
    }
    askForTurn();
  }

  function askForTurn(): void {
    if (isTurnDue) return;
    isTurnDue = true;
    setImmediate(() => {
      isTurnDue = false;
      spent = 0;
      go();
    });
  }

  function begin<Result>(work: () => Result | Promise<Result>): Result | Promise<Result> {
    const start = performance.now();
    try {
      const result = work();
      if (!(result instanceof Promise)) return result;
      running++;
      return result.finally(() => {
        running--;
        if (waiting.length > 0) askForTurn();
      });
    } finally {
      spent += performance.now() - start;
      askForTurn();
    }
  }

  return <Result>(work: () => Result | Promise<Result>) => {
    if (waiting.length === 0 && mayBegin()) return begin(work);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push(() => {
      try {
        resolve(begin(work));
      } catch (error) {
        reject(error);
      }
    });
    askForTurn();
    return promise;
  };
}
