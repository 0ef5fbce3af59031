import { spawnSync } from "node:child_process";

/** Which of these programs a test would miss, as a reason to skip it; null where all are there. */
export function whyNoPrograms(...programs: string[]): string | null {
  const missing = programs.filter((program) => spawnSync(program, ["--version"]).error !== undefined);
  return missing.length === 0 ? null : `not installed: ${missing.join(", ")}`;
}
