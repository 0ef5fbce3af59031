/** `ors try`: a shell, or a command, where there is a slaptap and nothing reaches the host. */
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import type { Terminal } from "../../console/terminal.ts";
import { laySlaptap } from "../../emulate/lay-slaptap.ts";
import { runInPrivateNamespace } from "../../emulate/private-namespace.ts";
import { accept } from "../../input/accept.ts";
import { type ExitCode, exitCode, FailureError } from "../../issue/exit-code.ts";
import { planRange } from "../../plan/plan-range.ts";
import type { definition } from "./definition.ts";

/** Set for the second start of this program, which is inside. */
const insideVariable = "ORS_TRY_INSIDE";

export const run: Run<typeof definition> = async (terminal, options) => {
  if (process.env[insideVariable] !== undefined) return runInside(terminal, options);
  planSlaptap(options);
  const again = [process.execPath, ...process.argv.slice(1)];
  return asExitCode(await runInPrivateNamespace(again, { [insideVariable]: "1" }));
};

type TryOptions = ValuesOf<typeof definition>;

/** The plan for one Radio Unit is the slaptap as it is. Throws an InputError for what no slaptap can have. */
function planSlaptap({ slaptap, range }: TryOptions) {
  const { plan } = accept(planRange({ slaptap, range, ruCount: 1 })).value;
  const [tap] = plan.taps;
  if (tap === undefined) throw new FailureError(`${slaptap} cannot be laid`);
  return { name: tap.name, range: tap.network, gateway: tap.gateway, addr: tap.addr };
}

async function runInside(terminal: Terminal, options: TryOptions): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), "ors-try-"));
  try {
    symlinkSync(realpathSync(process.argv[1] ?? ""), join(folder, "ors"));
    await laySlaptap(planSlaptap(options), 0, (line) => terminal.complain(`# ${line}`));
    return await runCommand(terminal, options, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runCommand(
  terminal: Terminal,
  { slaptap, command }: TryOptions,
  folder: string,
): Promise<ExitCode> {
  const shell = process.env.SHELL ?? "/bin/sh";
  const [program, ...words] = command ?? [shell];
  if (command === undefined)
    terminal.complain(`${slaptap} is there for \`ors\` in this shell; \`exit\` ends it`);
  const run = await execa(program ?? shell, words, {
    stdio: "inherit",
    env: { PATH: `${folder}:${process.env.PATH ?? ""}`, [insideVariable]: undefined },
    reject: false,
  });
  if (run.exitCode === undefined && run.signal === undefined) throw new FailureError(run.shortMessage);
  return asExitCode(run.exitCode ?? exitCode.failure);
}

/** A command's own exit code is the program's, whatever it is. */
function asExitCode(code: number): ExitCode {
  return code as ExitCode;
}
