/** The kernel's verdicts again, with ports of shared memory. */
import { expect, test } from "vitest";
import { tagBytes } from "../../../src/frame/fields.ts";
import { findTags } from "../../../src/frame/format.ts";
import { descriptorWords, loadIndex } from "../../../src/link/memif/ring.ts";
import { serveTurn } from "../../../src/link/switch/forward.ts";
import { getOwnVlan, type PortConfiguration } from "../../../src/vlan/configuration.ts";
import { parseVlanList } from "../../../src/vlan/vlan-list.ts";
import { until } from "../../support/until.ts";
import { type Case, type CasePort, readCases, readRandomCases } from "../../vlan/cases.ts";
import { type Forwarder, replayCase } from "../../vlan/replay.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

/** What a TAP of the cases takes: MTU and 18, a tag that it gets not counted (`is_skb_forwardable` of net/core/dev.c). */
const longest = 1500 + 18;

/** Of the random ones those whose frames are about as long as a TAP takes: some leave a port with a tag, others without. */
const cases = [...readCases(), ...readRandomCases().filter(hasLongFrame)];
const ticksInSecond = 10;

test("ports of shared memory forward as the kernel's do", async () => {
  expect(cases.length).toBeGreaterThanOrEqual(65);
  const differences: string[] = [];
  for (const one of cases) {
    const forwarder = createForwarder();
    differences.push(...(await replayCase(one, forwarder)));
    forwarder.close();
  }
  expect(differences).toEqual([]);
});

function createForwarder(): Forwarder & { readonly close: () => void } {
  let seconds = 0;
  const stage = openShmSwitch(() => Math.floor(seconds * ticksInSecond + 1e-6));
  const clients = new Map<string, TestClient>();
  const setLink = async (name: string, isUp: boolean) => {
    if (isUp) clients.set(name, await stage.connect(idOf(name)));
    else clients.get(name)?.close();
    await until(() => stage.isUp(name) === isUp, `port ${name} ${isUp ? "up" : "down"}`);
  };
  return {
    configure: async (ports, { ageing }) => {
      const gone = [...clients.keys()].filter((name) => !(name in ports));
      await stage.configure(
        Object.entries(ports).map(([name, port]) => configurePort(stage, name, port)),
        ageing,
      );
      for (const name of gone) clients.delete(name);
      for (const name of Object.keys(ports)) if (!clients.has(name)) await setLink(name, true);
    },
    receive: (name, frame) => {
      const { configuration, number = -1 } =
        stage.switch.ports.find((port) => port?.configuration.name === name) ?? {};
      limitRoom(stage, clients, findVlan(frame, configuration));
      clients.get(name)?.send(frame);
      serveTurn(stage.switch, number);
      const came = [...clients].map(([port, client]) => [port, receiveHex(client)] as const);
      return { out: Object.fromEntries(came.filter(([, frames]) => frames.length > 0)) };
    },
    setLink,
    wait: (more) => {
      seconds += more;
    },
    close: stage.close,
  };
}

/**
 * A port of shared memory has no MTU: the room of the posted buffer decides. So each client's next buffer gets the room that
 * a TAP would have for the frame that comes, which leaves some ports with a tag and others without.
 */
function limitRoom(
  stage: ShmSwitch,
  clients: ReadonlyMap<string, TestClient>,
  vlan: number | undefined,
): void {
  for (const port of stage.switch.ports) {
    const client = clients.get(port?.configuration.name ?? "")?.client;
    // memory of who has left is gone
    if (port === undefined || client === undefined || !stage.isUp(port.configuration.name)) continue;
    const { memory, toClient } = client;
    const slot = loadIndex(memory, toClient.tail) & (toClient.slots - 1);
    const isUntagged = getOwnVlan(port.configuration) === vlan;
    memory.words[toClient.descriptors + slot * descriptorWords + 1] = longest + (isUntagged ? 0 : tagBytes);
  }
}

/** The VLAN of a frame that comes in at a port. */
function findVlan(frame: Buffer, port: PortConfiguration | undefined): number | undefined {
  const vid = findTags(frame).tags[0]?.vid ?? 0;
  return vid === 0 && port !== undefined ? getOwnVlan(port) : vid;
}

function hasLongFrame({ steps }: Case): boolean {
  return steps.some((step) => "in" in step && step.frame.length / 2 > longest - tagBytes);
}

/** Ports are single letters. */
function idOf(name: string): number {
  return name.charCodeAt(0);
}

function configurePort(
  { path }: ShmSwitch,
  name: string,
  { access, trunk, native, isolated }: CasePort,
): PortConfiguration {
  return makePort(name, path, idOf(name), {
    access: access ?? null,
    trunk: trunk === undefined ? null : (parseVlanList(trunk) ?? null),
    native: native ?? null,
    isolated: isolated ?? false,
  });
}

function receiveHex(client: TestClient): string[] {
  return client.receiveAll().map((frame) => frame.toString("hex"));
}
