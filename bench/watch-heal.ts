/** One drift after the other on a watched node, and how long each stands: from the command to the last message of the healing. */
import type { ChildProcess } from "node:child_process";
import { wouldBlock } from "../src/libc/file.ts";
import { runInNetworkNamespace } from "../src/libc/namespace.ts";
import { onReadable } from "../src/libc/readiness.ts";
import { decodeDatagram, type Message } from "../src/netlink/messages/message.ts";
import { group, interfaceFlag } from "../src/netlink/messages/numbers.ts";
import { closeNetlink, openNetlink, receive } from "../src/netlink/socket.ts";
import type { PlannedTapJson } from "../src/plan/plan-json.ts";
import type { WatchedNode } from "../test/system/watch/watched-node.ts";

export const drifts = ["link del", "addr del", "route del", "set down", "set mtu"] as const;
export type Drift = (typeof drifts)[number];

/** A number below the limit; the same sequence each time. */
export type Random = (limit: number) => number;

/**
 * Makes drifts of one kind on subtaps taken at random.
 *
 * @returns milliseconds that each stood
 */
export async function healingTimes(
  node: WatchedNode,
  drift: Drift,
  rounds: number,
  random: Random,
): Promise<number[]> {
  const netlink = runInNetworkNamespace(`/proc/${node.namespace.pid}/ns/net`, () =>
    openNetlink(Object.values(group), 16 << 20),
  );
  const shell = node.namespace.start(["ip", "-6", "-force", "-batch", "-"]);
  shell.stdout?.resume();
  shell.stderr?.resume();
  let hear: (message: Message, at: number) => void = () => {};
  const readiness = onReadable(netlink.fd, () => {
    for (let length = receive(netlink); length !== wouldBlock; length = receive(netlink)) {
      const at = performance.now();
      for (const message of decodeDatagram(netlink.buffer, length)) hear(message, at);
    }
  });
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const tap = node.plan.taps[random(node.plan.taps.length)] as PlannedTapJson;
      times.push(
        await oneDrift(shell, drift, tap, (listener) => {
          hear = listener;
        }),
      );
      // The next one begins in a quiet node: `ip link del` itself ends 16 ms later, and the watch looks again.
      await new Promise((resolve) => setTimeout(resolve, 25 + random(20)));
    }
  } finally {
    readiness.close();
    closeNetlink(netlink);
    shell.stdin?.end();
  }
  return times;
}

/** What the kernel has to say until everything is as it was. */
function oneDrift(
  shell: ChildProcess,
  drift: Drift,
  tap: PlannedTapJson,
  listen: (listener: (message: Message, at: number) => void) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const missing = new Set(expected(drift));
    let broken = false;
    const timer = setTimeout(
      () => reject(new Error(`${drift} of ${tap.name} was not healed: ${[...missing].join(", ")}`)),
      10_000,
    );
    listen((message, at) => {
      const told = tell(message, tap);
      if (told === "broken") broken = true;
      else if (broken && told !== null) missing.delete(told);
      if (missing.size > 0) return;
      clearTimeout(timer);
      listen(() => {});
      resolve(at - start);
    });
    const start = performance.now();
    shell.stdin?.write(`${command(drift, tap)}\n`);
  });
}

type Told = "link" | "addr" | "route-gateway" | "route-network";

function expected(drift: Drift): Told[] {
  if (drift === "addr del") return ["addr"];
  if (drift === "route del") return ["route-network"];
  if (drift === "set mtu") return ["link"];
  return ["link", "addr", "route-gateway", "route-network"];
}

function command(drift: Drift, { name, addr, network, gateway }: PlannedTapJson): string {
  switch (drift) {
    case "link del":
      return `link del ${name}`;
    case "addr del":
      return `addr del ${addr}/${network.split("/")[1]} dev ${name}`;
    case "route del":
      return `route del ${network} via ${gateway} dev ${name}`;
    case "set down":
      return `link set ${name} down`;
    case "set mtu":
      return `link set ${name} mtu 1400`;
  }
}

/** What a message says about a subtap: that something of it is broken, or which part is right again. */
function tell(message: Message, tap: PlannedTapJson): Told | "broken" | null {
  switch (message.kind) {
    case "link": {
      if (message.name !== tap.name) return null;
      const isUp = (message.flags & interfaceFlag.UP) !== 0;
      return message.header.type === 16 && isUp && message.mtu === 1500 ? "link" : "broken";
    }
    case "address":
      if (message.local !== tap.addr) return null;
      return message.header.type === 20 ? "addr" : "broken";
    case "route": {
      if (message.table !== 254) return null;
      const network = `${message.destination}/${message.prefixLength}` === tap.network;
      if (!network && message.destination !== tap.gateway) return null;
      return message.header.type === 25 ? "broken" : network ? "route-network" : "route-gateway";
    }
    default:
      return null;
  }
}
