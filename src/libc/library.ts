/**
 * The C library through koffi. Importing this room costs nothing: koffi (about 9 ms) is loaded when the first
 * function is called, and each function is looked up when it is first called.
 *
 * koffi 3.3 has no `ssize_t` and no bare `unsigned`: prototypes say `int64_t` and `uint`.
 */
import { createRequire } from "node:module";
import type * as Koffi from "koffi";

/** koffi itself, loaded once. */
export function loadKoffi(): typeof Koffi {
  loaded ??= createRequire(import.meta.url)("koffi") as typeof Koffi;
  return loaded;
}

/**
 * A function of the C library, by its C prototype.
 *
 * @returns a function that gives the bound function; the look-up is made once, at its first call.
 */
export function findFunction<F extends (...args: never[]) => unknown>(
  prototype: string,
): () => Koffi.KoffiFunc<F> {
  let bound: Koffi.KoffiFunc<F> | undefined;
  return () => {
    bound ??= openLibrary().func(prototype) as unknown as Koffi.KoffiFunc<F>;
    return bound;
  };
}

let loaded: typeof Koffi | undefined;
let library: Koffi.LibraryHandle | undefined;

/** Node is linked with the C library, so the process itself has every symbol. */
function openLibrary(): Koffi.LibraryHandle {
  library ??= loadKoffi().load(null);
  return library;
}
