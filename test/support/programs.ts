import { execaSync } from "execa";
import { patienceMs } from "./patience.ts";

/** Which of these programs a test would miss, as a reason to skip it; null where all are there. */
export function whyNoPrograms(...programs: string[]): string | null {
  const missing = programs.filter(
    (program) => execaSync(program, ["--version"], { reject: false, timeout: patienceMs }).code === "ENOENT",
  );
  return missing.length === 0 ? null : `not installed: ${missing.join(", ")}`;
}
