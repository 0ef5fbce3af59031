/** The kernel of this network namespace, as the sync asks it. */

import { dumpLater } from "../../netlink/dump-later.ts";
import { type MonitorOptions, subscribe } from "../../netlink/monitor.ts";
import { stateQuestions } from "../../tap/kernel-state.ts";
import type { KernelSource } from "./sync.ts";

export function connectKernel(options: MonitorOptions): KernelSource {
  return {
    subscribe: (listener) => subscribe(listener, options),
    dump: (visitor) => dumpLater(stateQuestions, visitor),
  };
}
