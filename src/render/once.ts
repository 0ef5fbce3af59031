/** Texts that many files share are made once. */

/** A function of a key that computes each value once. Values are small in number: kinds, counts of antennas. */
export function makeOncePerKey<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** A function that computes its value at its first call. */
export function makeOnce<T>(make: () => T): () => T {
  const of = makeOncePerKey(make);
  return () => of("");
}
