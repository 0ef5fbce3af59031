/** The Python side of the tests: a virtual environment with a SlapOS node, made when it is first needed. */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

export type Environment = {
  /** `bin` of the virtual environment. */
  readonly bin: string;
  /** Why it could not be made; null where it is there. */
  readonly missing: string | null;
};

/** Under a lock, as several test files may come at once. About half a minute the first time. */
export async function slaposEnvironment(): Promise<Environment> {
  const folder = join(repository, ".setup", "slapos");
  mkdirSync(join(repository, ".setup"), { recursive: true });
  const script = join(repository, "test", "slapos", "setup.sh");
  const missing = await new Promise<string | null>((resolve) => {
    execFile("flock", [`${folder}.lock`, "sh", script, folder], (error, stdout, stderr) => {
      resolve(error === null ? null : `no SlapOS environment: ${(stderr || stdout || error.message).trim()}`);
    });
  });
  return { bin: join(folder, "bin"), missing };
}
