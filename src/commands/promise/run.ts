/**
 * `ors promise NAME`: one check, one line, exit 0 or 1. The check runs in a process of its own, so that an answer
 * comes in time whatever hangs: slapgrid gives a promise 20 s. Who guards it already says so in the environment and
 * saves that process.
 */
import { spawn } from "node:child_process";
import type { Run } from "../../console/command.ts";
import type { Terminal } from "../../console/terminal.ts";
import { type ExitCode, exitCode, UsageError } from "../../issue/exit-code.ts";
import { makeFailure } from "../../promise/kept/check-all.ts";
import type { Options } from "../../promise/promise.ts";
import { getPromise } from "../../promise/promises.ts";
import { guardedVariable, timeLimitSeconds } from "../../promise/time-limit.ts";
import type { Verdict } from "../../promise/verdict.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { name } = options;
  if (process.env[guardedVariable] === undefined) return guard(terminal, name);
  const { holds, line } = await check(name, options);
  terminal.print(`${name}: ${line}`);
  return holds ? exitCode.good : exitCode.wrong;
};

/** What cannot be checked does not hold; but a command line that lacks an option is no answer about the instance. */
async function check(name: string, options: Options): Promise<Verdict> {
  try {
    return await getPromise(name).check(options);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    return makeFailure(cause);
  }
}

/** Runs this program again as the check itself. */
function guard(terminal: Terminal, name: string) {
  return new Promise<ExitCode>((resolve) => {
    const child = spawn(process.execPath, process.argv.slice(1), {
      env: { ...process.env, [guardedVariable]: "1" },
      stdio: "inherit",
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      end(1, `no answer within ${timeLimitSeconds} s`);
    }, timeLimitSeconds * 1000);
    child.on("error", (cause) => end(1, cause.message));
    child.on("close", (code, signal) =>
      end(
        code === exitCode.good || code === exitCode.input ? code : exitCode.wrong,
        signal === null ? null : `ended by ${signal}`,
      ),
    );

    function end(status: ExitCode, line: string | null) {
      clearTimeout(timer);
      child.removeAllListeners();
      // a child that not even SIGKILL ends keeps nobody waiting
      child.unref();
      if (line !== null) terminal.print(`${name}: ${line}`);
      resolve(status);
    }
  });
}
