import { execaSync } from "execa";

/** Which of these programs a test would miss, as a reason to skip it; null where all are there. */
export function whyNoPrograms(...programs: string[]): string | null {
  const missing = programs.filter(
    (program) => execaSync(program, ["--version"], { reject: false, timeout: 10_000 }).code === "ENOENT",
  );
  return missing.length === 0 ? null : `not installed: ${missing.join(", ")}`;
}
