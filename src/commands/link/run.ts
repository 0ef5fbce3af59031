/** `ors link`: the cable between a subtap and a Radio Unit in another network namespace. */

import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import type { Terminal } from "../../console/terminal.ts";
import { type ExitCode, exitCode, FailureError } from "../../issue/exit-code.ts";
import { close } from "../../libc/file.ts";
import { type Cable, layCable } from "../../link/cable/cable.ts";
import { formatCounters } from "../../link/cable/counters.ts";
import { openNamedNamespace, watchNamespaceName } from "../../link/cable/namespace-name.ts";
import { createPcapFile, type PcapFile } from "../../link/cable/pcap.ts";
import { layRadioEnd } from "../../link/cable/radio-end.ts";
import { createBatch, maxBatch } from "../../link/frames/frame-batch.ts";
import { describeFrameIo, openFrameIo } from "../../link/frames/frame-io.ts";
import { createPool } from "../../link/frames/frame-pool.ts";
import { getMtu } from "../../link/tap/interface.ts";
import { closeTap, openTap } from "../../link/tap/open-tap.ts";
import { makeCommandError } from "../../link/tap/tap-error.ts";
import { type Impairments, readImpairments } from "../impairments.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const link = readOptions(options);
  try {
    return await carryUntilEnd(terminal, link);
  } catch (cause) {
    throw makeCommandError(cause);
  }
};

type LinkOptions = Impairments & {
  readonly tap: string;
  readonly netns: string;
  readonly mac: Uint8Array;
  readonly radioInterface: string;
  readonly pcap: string | undefined;
  /** Milliseconds between counter lines while frames move. */
  readonly interval: number;
};

async function carryUntilEnd(terminal: Terminal, options: LinkOptions): Promise<ExitCode> {
  const undo: (() => void)[] = [];
  try {
    const namespace = openNamedNamespace(options.netns);
    undo.push(() => close(namespace));
    const host = openTap({ name: options.tap });
    undo.push(() => closeTap(host));
    const end = { namespace, name: options.radioInterface, mac: options.mac, mtu: getMtu(host.name) };
    const radio = layRadioEnd(end);
    undo.push(() => closeTap(radio));
    const io = openFrameIo();
    undo.push(io.close);
    const pcap = openPcap(terminal, options.pcap);
    if (pcap !== undefined) undo.push(pcap.close);
    terminal.print(`${host.name} ↔ ${options.netns}/${radio.name}: ${describeFrameIo(io)}`);
    const batch = createBatch(createPool({ buffers: maxBatch }));
    return await new Promise((resolve, reject) => {
      const counters = counterLine(terminal, () => linesOf(cable, host.name, radio.name), options.interval);
      const cable = layCable(
        { host, radio },
        {
          io,
          batch,
          loss: options.loss,
          delayMs: options.delayMs,
          ...(pcap === undefined ? {} : { pcap }),
          onTraffic: counters.due,
          onEnd: (reason) => finish(() => reject(new FailureError(`link ended: ${reason}`))),
        },
      );
      const unwatch = watchNamespaceName(options.netns, () =>
        finish(() => reject(new FailureError(`link ended: network namespace ${options.netns} was deleted`))),
      );
      void awaitEndSignal().then(() => finish(() => resolve(exitCode.good)));
      process.on("SIGUSR1", counters.now);
      const finish = (settle: () => void) => {
        cable.close();
        unwatch();
        process.off("SIGUSR1", counters.now);
        counters.end();
        settle();
      };
    });
  } finally {
    for (const step of undo.reverse()) step();
  }
}

function linesOf(cable: Cable, host: string, radio: string): string[] {
  return [
    `${host} → ${radio}: ${formatCounters(cable.toRadio)}`,
    `${radio} → ${host}: ${formatCounters(cable.toHost)}`,
  ];
}

/** Prints the counters at most once an interval while frames move, and at the end; no timer while idle. */
function counterLine({ print }: Terminal, lines: () => string[], interval: number) {
  let timer: NodeJS.Timeout | undefined;
  const now = () => {
    for (const line of lines()) print(line);
  };
  return {
    now,
    due: () => {
      if (interval === 0 || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        now();
      }, interval);
    },
    end: () => {
      clearTimeout(timer);
      now();
    },
  };
}

function openPcap(terminal: Terminal, path: string | undefined): PcapFile | undefined {
  if (path === undefined) return undefined;
  try {
    return createPcapFile(path, (cause) =>
      terminal.complain(`${path}: ${cause.message}; no longer recording`),
    );
  } catch (cause) {
    throw new FailureError(`${path}: ${(cause as Error).message}`);
  }
}

function readOptions(options: ValuesOf<typeof definition>): LinkOptions {
  const { tap, netns, mac, interface: radioInterface, pcap } = options;
  const interval = options.interval * 1000;
  return { tap, netns, mac, radioInterface, pcap, interval, ...readImpairments(options) };
}
