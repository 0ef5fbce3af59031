/**
 * What channel arithmetic answers: a value, or what is wrong with the number that was asked about. The caller
 * knows the place and makes an issue of it.
 */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly what: string; readonly expected: string };

export function answer<T>(value: T): Answer<T> {
  return { ok: true, value };
}

export function refusal(what: string, expected: string): Answer<never> {
  return { ok: false, what, expected };
}
