/** Judges one trial of the trampoline by what `ip` said before and after. */
import { findWrong, isTapOfUser } from "./granted.ts";
import type { Fact } from "./witness.ts";

export type Answer = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** What one trial gave: the node at each point, and what the trampoline answered in between. */
export type Trial = {
  readonly request: string;
  readonly before: readonly Fact[];
  readonly dry: Answer;
  readonly afterDry: readonly Fact[];
  readonly run: Answer;
  readonly after: readonly Fact[];
  readonly again: Answer;
};

/** Everything that is wrong with it, a sentence each; none where all is well. */
export function judgeTrial(trial: Trial): string[] {
  const { before, dry, afterDry, run, after, again, request } = trial;
  const family = familyOf(before, after);
  const outside = (facts: readonly Fact[]): Fact[] =>
    facts.filter(({ dev }) => dev === null || !family.has(dev));
  return [
    ...[dry, run, again].flatMap((answer) => crashOf(answer)),
    ...changes("a dry run changed", before, afterDry),
    ...changes("it changed outside of its family", outside(before), outside(after)),
    ...(run.status !== 0 && run.stdout === "" ? changes("it was refused and changed", before, after) : []),
    ...(dry.status !== run.status || (run.status === 0 && dry.stdout !== run.stdout)
      ? [`the dry run said ${show(dry)}, the run ${show(run)}`]
      : []),
    ...(run.status === 0 ? [...secondRunOf(again), ...findWrong(request, after, outside(after))] : []),
  ];
}

/** Names of subtaps of the user's, before or after, in the words of `ip`. */
function familyOf(before: readonly Fact[], after: readonly Fact[]): Set<string> {
  const links = (facts: readonly Fact[]): Map<string | null, Fact> =>
    new Map(facts.filter(({ kind }) => kind === "link").map((fact) => [fact.dev, fact]));
  const [there, now] = [links(before), links(after)];
  const names = [...there.keys(), ...now.keys()].filter(isSubtapsName);
  const theirs = names.filter((name) => isOfUser((there.get(name) ?? now.get(name))?.entry));
  return new Set(theirs.map(String));
}

function isSubtapsName(name: string | null): boolean {
  return Number(/^slaptap16-([1-9]\d{0,3})$/.exec(`${name}`)?.[1] ?? 1024) < 1024;
}

/** A subtap is its owner's alone: one that is open to a group is none. */
function isOfUser(entry: Fact["entry"] | undefined): boolean {
  const about = entry?.linkinfo as { info_data?: Record<string, unknown> } | undefined;
  return isTapOfUser(entry) && about?.info_data?.group === undefined;
}

/** Exit codes are 0, 2, 3 and 4; a sanitizer ends a program with others. */
function crashOf({ status, stderr }: Answer): string[] {
  const bad = ![0, 2, 3, 4].includes(status) || /Sanitizer|runtime error/.test(stderr);
  return bad ? [`it ended ${status}: ${stderr}`] : [];
}

function secondRunOf(again: Answer): string[] {
  return again.status === 0 && /^ok \d+ taps, 0 changes\n$/.test(again.stdout)
    ? []
    : [`the second run said ${show(again)}`];
}

function changes(what: string, before: readonly Fact[], after: readonly Fact[]): string[] {
  const texts = (facts: readonly Fact[]): Set<string> => new Set(facts.map(({ text }) => text));
  const [was, is] = [texts(before), texts(after)];
  const gone = [...was].filter((text) => !is.has(text)).map((text) => `- ${text}`);
  const come = [...is].filter((text) => !was.has(text)).map((text) => `+ ${text}`);
  return gone.length + come.length === 0 ? [] : [[`${what}:`, ...gone, ...come].join("\n    ")];
}

function show({ status, stdout, stderr }: Answer): string {
  return JSON.stringify({ status, stdout, stderr });
}
