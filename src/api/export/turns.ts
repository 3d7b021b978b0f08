/** Lets so many work at once; the others wait in line. The function returned ends a turn. */
export function takeTurns(most: number): () => Promise<() => void> {
  let free = most;
  const line: (() => void)[] = [];
  const end = () => {
    const next = line.shift();
    if (next) next();
    else free++;
  };
  return async () => {
    if (free > 0) free--;
    else await new Promise<void>((go) => line.push(go));
    let isOver = false;
    return () => {
      if (!isOver) end();
      isOver = true;
    };
  };
}
