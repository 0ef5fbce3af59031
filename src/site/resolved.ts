/** Values with where they came from: what a Site's `origins` are made of. */
import type { Origin, Origins } from "./origin.ts";

export type Resolved<T> = { readonly value: T; readonly origin: Origin };

/** A path into the parameters that somebody gave. */
export type Path = readonly (string | number)[];

export function given<T>(value: T, ...path: Path): Resolved<T> {
  return { value, origin: { kind: "given", path } };
}

/** `of` says whose default it is: `lopcomm`, `cells`, `tdd`. */
export function byDefault<T>(value: T, of: string): Resolved<T> {
  return { value, origin: { kind: "default", of } };
}

/** `rule` says how it was computed. */
export function computed<T>(value: T, rule: string): Resolved<T> {
  return { value, origin: { kind: "computed", rule } };
}

/** The value as given, or else the fallback. */
export function givenOr<T>(value: T | undefined, path: Path, fallback: Resolved<T>): Resolved<T> {
  return value === undefined ? fallback : given(value, ...path);
}

/** The origins of what there is: a parameter without value and default is left out. */
export function getOrigins(resolved: Readonly<Record<string, Resolved<unknown> | null>>): Origins {
  return Object.fromEntries(
    Object.entries(resolved).filter((entry): entry is [string, Resolved<unknown>] => entry[1] !== null),
  );
}
