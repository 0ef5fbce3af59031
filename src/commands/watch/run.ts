/** `ors watch`: keeps the kernel true to the plan until a signal ends it. */
import { resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile, findStateFolder, type InputFile } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { findTrampoline } from "../../tap/trampoline/trampoline-path.ts";
import { processClock } from "../../watch/clock.ts";
import { createLog } from "../../watch/log.ts";
import { printMessages } from "../../watch/print.ts";
import { runService } from "../../watch/service.ts";
import { giveMemoryBack, keepMemorySmall } from "../../watch/small-memory.ts";
import type { definition } from "./definition.ts";

type WatchOptions = ValuesOf<typeof definition>;

export const run: Run<typeof definition> = async (terminal, options) => {
  keepMemorySmall();
  giveMemoryBack();
  if (options.print) {
    const printer = { line: terminal.print, notice: terminal.complain };
    await printMessages({ ...limitsOf(options), asJson: options.json }, printer, awaitEndSignal());
  } else {
    await keepTrue(terminal, options);
  }
  return exitCode.good;
};

async function keepTrue(terminal: Terminal, options: WatchOptions): Promise<void> {
  const input = findInputFile(terminal, options);
  const service = {
    ...limitsOf(options),
    readPlan: () => readWantedPlan(terminal, input),
    source: input.path === "-" ? null : resolve(input.path),
    state: resolve(findStateFolder(options.state, input)),
    metrics: options.metrics ?? null,
    trampoline: options.trampoline ?? findTrampoline(),
    settleMs: options.settle,
    awaitEnd: awaitEndSignal,
  };
  const logged = { asJson: options.json, level: options.logLevel };
  await runService(
    service,
    createLog(terminal.print, logged, processClock, () => new Date()),
  );
}

function limitsOf({ batch, slice, pause, queue, receiveBuffer }: WatchOptions) {
  return {
    slice: { messages: batch, durationMs: slice, pauseMs: pause },
    queueBytes: queue * 1024,
    receiveBuffer: receiveBuffer * 1024,
  };
}

/** With `testing: true` no subtap is made, so none is kept. */
async function readWantedPlan(terminal: Terminal, input: InputFile): Promise<TapPlan> {
  const { plan, testing } = await readPlan(terminal, input);
  return testing ? { slaptap: null, range: null, taps: [] } : plan;
}
