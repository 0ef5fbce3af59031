/** The exit codes of every command, and the errors that carry them to the one place that exits. */
import type { Issue } from "./issue.ts";

export const exitCode = {
  good: 0,
  /** A check found something wrong: drift, a failing promise. */
  wrong: 1,
  /** The input is bad: parameters, usage. */
  input: 2,
  /** Not permitted: no capability, no /dev/net/tun. */
  permission: 3,
  /** Anything else failed. */
  failure: 4,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Bad input with all of its issues; exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly exitCode = exitCode.input;
  readonly issues: readonly Issue[];
  /** The text that the issues' positions are in, where there is one. */
  readonly source: string | undefined;
  constructor(issues: readonly Issue[], source?: string) {
    super(issues.map((issue) => issue.what).join("; "));
    this.issues = issues;
    this.source = source;
  }
}

/** Words of the command line that are wrong or do not fit together; exit code 2. */
export class UsageError extends InputError {}

/** Something that the caller may not do here; says what would permit it. Exit code 3. */
export class PermissionError extends Error {
  override readonly name = "PermissionError";
  readonly exitCode = exitCode.permission;
}

/** Anything else that failed and that the person at the terminal can understand. Exit code 4. */
export class FailureError extends Error {
  override readonly name = "FailureError";
  readonly exitCode = exitCode.failure;
}
