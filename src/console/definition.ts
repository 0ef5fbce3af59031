/** How a command is typed. One definition gives parser, typed values, help, completion and manual page. */
import type { Argument } from "./option/argument.ts";
import type { Option } from "./option/option.ts";

/** By the name that the command reads them by: `dryRun` is `--dry-run`. */
export type Options = Readonly<Record<string, Option<unknown>>>;
/** In the order of the command line. */
export type Arguments = Readonly<Record<string, Argument<unknown>>>;

export type Definition<A extends Arguments = Arguments, O extends Options = Options> = {
  /** Paragraphs of the manual page and of the help. */
  readonly details?: readonly string[];
  readonly arguments: A;
  readonly options: O;
  /** Groups of options and arguments of which at most one may be given. */
  readonly atMostOneOf?: readonly (readonly ((keyof A | keyof O) & string)[])[];
  /** Command lines that work. */
  readonly examples: readonly string[];
};

/** What `run` gets: a value for each argument and each option. */
export type ValuesOf<D> =
  D extends Definition<infer A, infer O>
    ? { readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never } & {
        readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
      }
    : never;

/** Keeps the types of a definition. */
export function defineCommand<const A extends Arguments, const O extends Options>(
  definition: Definition<A, O>,
): Definition<A, O> {
  return definition;
}
