/** A difference between plan and kernel, and what mends it: a line of the trampoline's answer. */

export const verbs = ["created", "changed", "removed"] as const;
export const whats = [
  "link",
  "up",
  "down",
  "owner",
  "mtu",
  "group",
  "sysctl",
  "addr",
  "route-gateway",
  "route-network",
] as const;

export type Change = {
  readonly verb: (typeof verbs)[number];
  /** The subtap. */
  readonly name: string;
  readonly what: (typeof whats)[number];
  /** What is there, where that says more than the verb: `1400`, `fd00::1/64`; null where nothing is. */
  readonly found: string | null;
  /** What should be there. */
  readonly wanted: string | null;
};

/** A change as its parts. */
export function makeChange(
  verb: Change["verb"],
  name: string,
  what: Change["what"],
  found: string | null,
  wanted: string | null,
): Change {
  return { verb, name, what, found, wanted };
}

/** Why nothing can be done, and who could change that. */
export type Refusal = {
  /** 2 the plan, 3 who asks, 4 the node. */
  readonly exitCode: 2 | 3 | 4;
  /** The interface that it is about. */
  readonly name: string;
  /** `slaptap16-1 is not a TAP` */
  readonly what: string;
  /** What would help: a command of the administrator's, mostly. */
  readonly expected: string | null;
};

/** A refusal about an interface: `refuse(4, "slaptap16", "does not exist", "run …")`. */
export function refuse(
  exitCode: Refusal["exitCode"],
  name: string,
  what: string,
  expected: string | null = null,
): Refusal {
  return { exitCode, name, what: `${name} ${what}`, expected };
}

/** `changed slaptap16-1 mtu`, as the trampoline prints it. */
export function formatChange(change: Change): string {
  return `${change.verb} ${change.name} ${change.what}`;
}

/** The same with what is there and what is wanted: `changed slaptap16-1 mtu: 1400, wanted 1500`. */
export function formatDifference(change: Change): string {
  const { found, wanted } = change;
  if (found === null && wanted === null) return formatChange(change);
  if (wanted === null) return `${formatChange(change)}: ${found}`;
  return `${formatChange(change)}: ${found === null ? wanted : `${found}, wanted ${wanted}`}`;
}

/** `slaptap16-1 is not a TAP: the administrator removes it with …` */
export function formatRefusal({ what, expected }: Refusal): string {
  return expected === null ? what : `${what}: ${expected}`;
}

/** Reads a line of the trampoline's answer; null for any other line. */
export function parseChange(line: string): Change | null {
  const [verb, name, what, ...rest] = line.split(" ");
  const knownVerb = verbs.find((known) => known === verb);
  const knownWhat = whats.find((known) => known === what);
  if (knownVerb === undefined || knownWhat === undefined || name === undefined || rest.length > 0)
    return null;
  return { verb: knownVerb, name, what: knownWhat, found: null, wanted: null };
}
