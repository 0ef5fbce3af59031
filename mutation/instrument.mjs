import { readFileSync } from "node:fs";
import { Instrumenter } from "@stryker-mutator/instrumenter";

const silent = { debug() {}, info() {}, isDebugEnabled: () => false };

/** A text with white space is a message for people. Tests of messages are many, and none of them decides. */
const isProse = ({ mutatorName, original }) => mutatorName === "StringLiteral" && /\s/.test(original);

/**
 * Every mutant of some files, and the files with all of them inside, each behind a switch: globalThis.__stryker__
 * names the one that is active. Gives the content by file name, the mutants as `{ id, file, line, original,
 * replacement }`, and how many were left out because they only change a message.
 */
export async function instrumentFiles(files) {
  const sources = new Map(files.map((name) => [name, readFileSync(name, "utf8")]));
  const result = await new Instrumenter(silent).instrument(
    files.map((name) => ({ name, content: sources.get(name), mutate: true })),
    { plugins: [], excludedMutations: [], ignorers: [] },
  );
  const all = result.mutants.map((mutant) => describeMutant(mutant, sources.get(mutant.fileName)));
  const mutants = all.filter((mutant) => !isProse(mutant));
  return {
    contents: Object.fromEntries(result.files.map(({ name, content }) => [name, content])),
    mutants,
    messages: all.length - mutants.length,
  };
}

function describeMutant({ id, fileName, mutatorName, location, replacement }, source) {
  const { start, end } = location;
  const lines = source.split("\n").slice(start.line, end.line + 1);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column);
  lines[0] = lines[0].slice(start.column);
  return { id, file: fileName, mutatorName, line: start.line + 1, original: lines.join("\n"), replacement };
}
