/** `ors switch run` in a namespace, with a TAP for each port and a packet socket at the kernel's side of each. */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { askSwitch, type SwitchAnswer } from "../../../src/link/switch/control/ask-switch.ts";
import { findInterfaceIndex, getMtu, setMtu } from "../../../src/link/tap/interface.ts";
import type { SwitchCounters, SwitchPort } from "../../../src/report/switch/reports.ts";
import { cli } from "../../commands/ors.ts";
import { type Namespace, openNamespace, outcomeOf } from "../../support/netns.ts";
import { openPacketSocket, type PacketSocket } from "../../support/packet-socket.ts";
import { until } from "../../support/until.ts";
import type { CasePorts } from "../../vlan/cases.ts";
import type { Forwarder } from "../../vlan/replay.ts";

export type TapSwitch = Forwarder & {
  readonly namespace: Namespace;
  /** Path of the control socket. */
  readonly control: string;
  readonly child: ChildProcess;
  /** Runs an action in the namespace; it must not await. */
  readonly inside: <T>(action: () => T) => T;
  /** Makes the TAP of a port where there is none, and opens its other end. */
  readonly addTap: (port: string) => void;
  readonly socketOf: (port: string) => PacketSocket;
  readonly ask: (message: string) => Promise<SwitchAnswer>;
  readonly counters: () => Promise<Map<string, SwitchCounters>>;
  readonly close: () => Promise<void>;
};

/** The name of a port's TAP. */
export const tapOf = (port: string) => `t${port}`;

/** Starts a switch without ports. */
export async function openTapSwitch(): Promise<TapSwitch> {
  const namespace = await openNamespace();
  namespace.sh("echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
  const folder = mkdtempSync(join(tmpdir(), "ors-switch-"));
  const control = join(folder, "switch.sock");
  const child = namespace.start([process.execPath, cli, "switch", "run", "--control", control]);
  await Promise.race([
    new Promise((resolve) => child.stdout?.once("data", resolve)),
    outcomeOf(child).then(({ stderr }) => Promise.reject(new Error(`the switch ended: ${stderr}`))),
  ]);
  const sockets = new Map<string, PacketSocket>();
  const inside = <T>(action: () => T) => runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, action);
  const ask = (message: string) => askSwitch(control, message);
  const socketOf = (port: string) => {
    const found = sockets.get(port);
    if (found === undefined) throw new Error(`port ${port} has no TAP`);
    return found;
  };
  const addTap = (port: string) => {
    if (sockets.has(port)) return;
    const tap = tapOf(port);
    namespace.sh(`ip tuntap add dev ${tap} mode tap && ip link set ${tap} up`);
    sockets.set(
      port,
      inside(() => openPacketSocket(findInterfaceIndex(tap) ?? 0)),
    );
  };
  const counters = async () => {
    const { rows } = await ask("? counters");
    return new Map((rows as SwitchCounters[]).map((row) => [row.name, row]));
  };
  const close = async () => {
    for (const one of sockets.values()) one.close();
    await namespace.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const base = { namespace, control, child, inside, addTap, socketOf, ask, counters, close };
  return { ...base, ...makeForwarder(base, sockets) };
}

type Base = Pick<TapSwitch, "namespace" | "inside" | "addTap" | "socketOf" | "ask" | "counters">;

function makeForwarder(base: Base, sockets: ReadonlyMap<string, PacketSocket>): Forwarder {
  let configured = new Set<string>();
  const down = new Set<string>();
  const setUp = (port: string, isUp: boolean) => {
    base.namespace.sh(`ip link set ${tapOf(port)} ${isUp ? "up" : "down"}`);
    if (isUp) down.delete(port);
    else down.add(port);
  };
  return {
    configure: async (ports, { ageing }) => {
      // a port that comes back has its link up
      for (const port of down) if (!(port in ports)) setUp(port, true);
      for (const port of Object.keys(ports)) base.addTap(port);
      configured = new Set(Object.keys(ports));
      const { ok, issues } = await base.ask(makeText(ports, ageing));
      if (!ok) throw new Error(JSON.stringify(issues));
    },
    receive: async (port, frame) => {
      for (const socket of sockets.values()) socket.receive();
      const before = (await base.counters()).get(port)?.received ?? 0;
      const refused = sendAnyLength(base, port, frame);
      if (refused === 0 && configured.has(port)) {
        await until(
          async () => ((await base.counters()).get(port)?.received ?? 0) > before,
          "the frame is received",
        );
      }
      const frames = [...sockets].map(([name, socket]) => [name, socket.receive().map(toHex)] as const);
      return { out: Object.fromEntries(frames.filter(([, sent]) => sent.length > 0)) };
    },
    setLink: async (port, isUp) => {
      setUp(port, isUp);
      await until(
        async () => {
          const { rows } = await base.ask("? ports");
          return (rows as SwitchPort[]).some(({ name, is_up }) => name === port && is_up === isUp);
        },
        `${port} is ${isUp ? "up" : "down"}`,
      );
    },
    wait: (seconds) => pause(seconds * 1000),
  };
}

/** The configuration of a case's ports, without a flood limit. */
export function makeText(ports: CasePorts, ageing: number): string {
  const withTaps = Object.entries(ports).map(([name, port]) => [name, { tap: tapOf(name), ...port }]);
  return JSON.stringify({ ageing, flood: 0, ports: Object.fromEntries(withTaps) });
}

/** The kernel sends nothing that is longer than the MTU; what it sends does not depend on it otherwise. */
function sendAnyLength({ inside, socketOf }: Base, port: string, frame: Buffer): number {
  const tap = tapOf(port);
  const mtu = inside(() => getMtu(tap));
  const isLong = frame.length > mtu + 14;
  if (isLong) inside(() => setMtu(tap, frame.length));
  const refused = socketOf(port).send(frame);
  if (isLong) inside(() => setMtu(tap, mtu));
  return refused;
}

function toHex(frame: Buffer): string {
  return frame.toString("hex");
}
