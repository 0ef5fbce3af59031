/** A difference between plan and kernel as text: what was done, what would be done, what is so. */

export type ReportedChange = {
  readonly verb: "created" | "changed" | "removed";
  readonly name: string;
  readonly what: string;
  /** What is there, where that says more than the verb. */
  readonly found: string | null;
  /** What shall be there. */
  readonly wanted: string | null;
};

export type ReportedRefusal = {
  readonly name: string;
  readonly what: string;
  readonly expected: string | null;
};

/** `changed slaptap16-1 mtu: 1400 to 1500`; begins as the trampoline's own line. */
export function formatDone({ verb, ...change }: ReportedChange): string {
  return `${verb} ${formatSubject(change)}${formatDetail(change)}`;
}

/** `would change slaptap16-1 mtu: 1400 to 1500` */
export function formatPlanned({ verb, ...change }: ReportedChange): string {
  return `would ${infinitives[verb]} ${formatSubject(change)}${formatDetail(change)}`;
}

const infinitives = { created: "create", changed: "change", removed: "remove" } as const;

/** `slaptap16-1 mtu: 1400, planned: 1500` */
export function formatState({ verb, found, wanted, ...change }: ReportedChange): string {
  const subject = formatSubject(change);
  if (change.what === "up" || change.what === "down") {
    return `${change.name}: ${change.what === "up" ? "down" : "up"}, planned: ${change.what}`;
  }
  if (verb === "created") return `${subject}: missing${wanted === null ? "" : ` ${wanted}`}`;
  if (verb === "removed") return `${subject}: ${found === null ? "" : `${found} is `}not planned`;
  return `${subject}: ${found ?? "not as planned"}${wanted === null ? "" : `, planned: ${wanted}`}`;
}

/** `slaptap16-1 is not a TAP: the administrator removes it with …` */
export function formatRefusal({ what, expected }: ReportedRefusal): string {
  return expected === null ? what : `${what}: ${expected}`;
}

function formatSubject({ name, what }: Pick<ReportedChange, "name" | "what">): string {
  return `${name} ${what}`;
}

function formatDetail({ found, wanted }: Pick<ReportedChange, "found" | "wanted">): string {
  if (found !== null && wanted !== null) return `: ${found} to ${wanted}`;
  const only = wanted ?? found;
  return only === null ? "" : `: ${only}`;
}
