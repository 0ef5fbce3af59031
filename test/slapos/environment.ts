/** The Python side of the tests: a virtual environment with a SlapOS node, made when it is first needed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

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
  const { failed, all } = await execa("flock", [`${folder}.lock`, "sh", script, folder], {
    all: true,
    reject: false,
  });
  const missing = failed ? `no SlapOS environment: ${all}` : null;
  return { bin: join(folder, "bin"), missing };
}
