/** The kernel's verdicts again, with ports of shared memory. */
import { expect, test } from "vitest";
import { descriptorWords } from "../../../src/link/memif/ring.ts";
import { serveTurn } from "../../../src/link/switch/forward.ts";
import { getOwnVlan, type PortConfiguration } from "../../../src/vlan/configuration.ts";
import { parseVlanList } from "../../../src/vlan/vlan-list.ts";
import { until } from "../../support/until.ts";
import { type CasePort, readCases } from "../../vlan/cases.ts";
import { type Forwarder, replayCase } from "../../vlan/replay.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";

const cases = readCases();
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
  const roomOf = (name: string) => {
    const found = stage.switch.ports.find((port) => port?.configuration.name === name);
    const isAlwaysTagged = found !== undefined && getOwnVlan(found.configuration) === 0;
    return isAlwaysTagged ? roomTagged : roomUntagged;
  };
  const setLink = async (name: string, isUp: boolean) => {
    if (isUp) clients.set(name, limitRoom(await stage.connect(idOf(name)), roomOf(name)));
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
      clients.get(name)?.send(frame);
      const number = stage.switch.ports.find((port) => port?.configuration.name === name)?.number ?? -1;
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
 * How long a frame may be depends on the MTU of a TAP there, here on the room of the posted buffers: the same with an MTU of
 * 1500, as long as a port does not send both ways.
 */
const [roomUntagged, roomTagged] = [1518, 1522];

/** Posts all buffers anew, as smaller ones. No case sends more frames than there are. */
function limitRoom(client: TestClient, room: number): TestClient {
  const { memory, toClient } = client.client;
  for (let slot = 0; slot < toClient.slots; slot++)
    memory.words[toClient.descriptors + slot * descriptorWords + 1] = room;
  return client;
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
