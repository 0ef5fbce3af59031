/** `ors watch`: keeps the kernel true to the plan until it is told to end. */
import { resolve } from "node:path";
import { hasOption, type Invocation, type Run, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { givenPlan, givenStateFolder, numberOption, usage } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import { standardReceiveBuffer } from "../netlink/monitor.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { trampolinePath } from "../tap/trampoline/trampoline-path.ts";
import { processClock } from "../watch/clock.ts";
import { type Slice, standardSlice } from "../watch/follow/worker.ts";
import { createLog } from "../watch/log.ts";
import { printMessages } from "../watch/print.ts";
import { runService } from "../watch/service.ts";
import { keepMemorySmall } from "../watch/small-memory.ts";
import { standardQueueBytes, standardSettle } from "../watch/watch.ts";

export const run: Run = async (terminal, invocation) => {
  keepMemorySmall();
  const limits = {
    slice: givenSlice(invocation),
    queueBytes: (numberOption(invocation, "queue") ?? standardQueueBytes / 1024) * 1024,
    receiveBuffer: (numberOption(invocation, "receive-buffer") ?? standardReceiveBuffer / 1024) * 1024,
  };
  const asJson = hasOption(invocation, "json");
  if (hasOption(invocation, "print")) {
    await printMessages({ ...limits, asJson }, { line: terminal.print, notice: terminal.complain });
    return exitCode.good;
  }
  const [plan, instance] = [textOption(invocation, "plan"), textOption(invocation, "instance")];
  const state = givenStateFolder(invocation);
  const source = plan ?? instance;
  const log = createLog(terminal.print, asJson, processClock, () => new Date());
  await runService(
    {
      ...limits,
      readPlan: () => wantedPlan(terminal, invocation),
      source: source === undefined || source === "-" ? null : resolve(source),
      state: resolve(state),
      metrics: textOption(invocation, "metrics") ?? null,
      trampoline: textOption(invocation, "trampoline") ?? trampolinePath(),
      settle: numberOption(invocation, "settle") ?? standardSettle,
    },
    log,
  );
  return exitCode.good;
};

function givenSlice(invocation: Invocation): Slice {
  const slice = {
    messages: numberOption(invocation, "batch") ?? standardSlice.messages,
    milliseconds: numberOption(invocation, "slice") ?? standardSlice.milliseconds,
    pause: numberOption(invocation, "pause") ?? standardSlice.pause,
  };
  if (slice.messages < 1) throw usage("--batch 0", "at least 1 message");
  return slice;
}

/** With `testing: true` no subtap is made, so none is kept. */
async function wantedPlan(terminal: Terminal, invocation: Invocation): Promise<TapPlan> {
  const { plan, testing } = await givenPlan(terminal, invocation);
  return testing ? { slaptap: null, range: null, taps: [] } : plan;
}
