/**
 * `ors promise NAME`: one check, one line, exit 0 or 1. The check runs in a process of its own, so that an answer
 * comes in time whatever hangs: slapgrid gives a promise 20 s.
 */
import { spawn } from "node:child_process";
import { exitCode } from "../issue/exit-code.ts";
import { promiseNames } from "../promise/names.ts";
import { inOneLine } from "../promise/verdict.ts";
import type { Run } from "./command.ts";
import { usage } from "./input.ts";

/** After how long (ms) the check counts as failed. */
const patience = 15_000;
const insideVariable = "ORS_PROMISE_INSIDE";

export const run: Run = async (terminal, invocation) => {
  const name = invocation.arguments[0] ?? "";
  if (!promiseNames.some((known) => known === name))
    throw usage(`there is no promise "${name}"`, promiseNames.join(", "));
  if (process.env[insideVariable] === "1") {
    const { checkPromise } = await import("./promise-checks.ts");
    const { holds, line } = await checkPromise(name, terminal, invocation);
    terminal.print(line);
    return holds ? exitCode.good : exitCode.wrong;
  }
  const { status, said } = await answer(process.argv.slice(1));
  terminal.print(`${name}: ${said === "" ? `ended with ${status}` : said}`);
  return status === exitCode.good ? exitCode.good : exitCode.wrong;
};

type Answer = { readonly status: number | string; readonly said: string };

/** Runs this program again as the check itself; what it says comes back as one line. */
function answer(words: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, {
      env: { ...process.env, [insideVariable]: "1" },
      stdio: ["inherit", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      end("time", `no answer within ${patience / 1000} s`);
    }, patience);
    child.on("error", (cause) => end("error", cause.message));
    child.on("close", (code, signal) => end(code ?? signal ?? "error", said));

    function end(status: number | string, text: string) {
      clearTimeout(timer);
      // a child that not even SIGKILL ends keeps nobody waiting
      child.unref();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({
        status,
        said: inOneLine(
          text
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean),
        ),
      });
    }
  });
}
