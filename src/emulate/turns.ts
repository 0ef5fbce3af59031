/** So many at once, the others in the order in which they came. */
export function createTurns(maxAtOnce: number): <T>(step: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (step) => {
    if (running >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await step();
    } finally {
      // the place goes straight to the next in line, or is given up
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
