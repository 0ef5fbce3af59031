/** A report: what a command has to say, as data. Its type is that of its JSON document. */
import type * as z from "zod";
import type { Issue } from "../issue/issue.ts";
import type { problem } from "./documents/parts/problem.ts";
import { documentVersion } from "./documents/version.ts";

export type Report<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;
type Problem = DeepReadonly<z.output<typeof problem>>;

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** A report with its name and version before its own keys, and the issues behind them. */
export function makeReport<const Name extends string, Own extends object>(
  document: Name,
  own: Own,
  issues: readonly Issue[],
) {
  const those = (severity: Issue["severity"]) =>
    issues.filter((issue) => issue.severity === severity).map(makeProblem);
  const version: typeof documentVersion = documentVersion;
  return { document, version, ...own, errors: those("error"), warnings: those("warning") };
}

function makeProblem({ place, what, expected, guess, position }: Issue): Problem {
  const { file = null, line = null, column = null } = position ?? {};
  const { shared, path } = place;
  return { file, line, column, shared, path, what, expected: expected ?? null, guess: guess ?? null };
}
