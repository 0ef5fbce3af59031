/** Turns at something that only a few may do at once. */

/**
 * Gives what waits for a turn and resolves with what ends it, in the order in which they came.
 *
 * @param maxMs after which a turn ends by itself, where whoever does not go on must not hold up the others
 */
export function createTurns(count: number, maxMs?: number): () => Promise<() => void> {
  let free = count;
  const waiting: (() => void)[] = [];
  const end = () => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };
  const begin = (): (() => void) => {
    let ended = false;
    const endOnce = () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      end();
    };
    const timer = maxMs === undefined ? undefined : setTimeout(endOnce, maxMs);
    return endOnce;
  };
  return () => {
    if (free > 0) {
      free--;
      return Promise.resolve(begin());
    }
    return new Promise((resolve) => waiting.push(() => resolve(begin())));
  };
}
