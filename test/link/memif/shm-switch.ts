/** A switch whose ports are shared memory alone: it needs no namespace. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { raiseEventfd } from "../../../src/libc/shared/raise.ts";
import type { ClientMemory } from "../../../src/link/memif/client/layout.ts";
import { defaultLayout, type MemifClient, openMemif } from "../../../src/link/memif/client/open-memif.ts";
import { putFrame, takeNextFrame } from "../../../src/link/memif/client/rings.ts";
import type { Access } from "../../../src/link/memif/server.ts";
import { hashSecrets } from "../../../src/link/switch/core/hash.ts";
import { describeCounters, describePorts } from "../../../src/link/switch/figures/describe-switch.ts";
import { createShmOpener } from "../../../src/link/switch/shm/shm-opener.ts";
import { closeSwitch, createSwitch, type Switch } from "../../../src/link/switch/switch.ts";
import { takeOver } from "../../../src/link/switch/take-over.ts";
import type { PortConfiguration } from "../../../src/vlan/configuration.ts";

export type ShmSwitch = {
  readonly path: string;
  readonly folder: string;
  readonly switch: Switch;
  readonly refused: string[];
  readonly configure: (ports: readonly PortConfiguration[], ageing?: number) => Promise<readonly string[]>;
  readonly connect: (id: number, layout?: Partial<typeof defaultLayout>) => Promise<TestClient>;
  readonly counters: (name: string) => ReturnType<typeof describeCounters>[number] | undefined;
  readonly isUp: (name: string) => boolean;
  readonly close: () => void;
};

export type TestClient = MemifClient & {
  readonly left: string[];
  readonly send: (frame: Uint8Array) => void;
  readonly receiveAll: () => Buffer[];
};

/** @param readTicks the clock */
export function openShmSwitch(readTicks: () => number = () => 1): ShmSwitch {
  const folder = mkdtempSync(join(tmpdir(), "memif-"));
  const path = join(folder, "memif.sock");
  const refused: string[] = [];
  const opener = createShmOpener((text) => refused.push(text));
  const secrets = Uint32Array.from({ length: hashSecrets }, (_, index) => index * 7919 + 1);
  const one = createSwitch({ secrets, readTicks, open: { shm: opener.open } });
  const clients = new Set<TestClient>();
  return {
    path,
    folder,
    switch: one,
    refused,
    configure: async (ports, ageing = 300) => {
      const { issues } = await takeOver(one, { ageing, addresses: 1024, ports });
      return issues.map(({ what }) => what);
    },
    connect: async (id, layout = {}) => {
      const opened = await connect(path, id, { ...defaultLayout, ...layout });
      const close = () => {
        clients.delete(client);
        opened.close();
      };
      // one that was closed is kept nowhere: a soak connects thousands
      const client: TestClient = { ...opened, close };
      clients.add(client);
      return client;
    },
    counters: (name) => describeCounters(one).find((port) => port.name === name),
    isUp: (name) => describePorts(one).find((port) => port.name === name)?.is_up ?? false,
    close: () => {
      for (const client of clients) client.close();
      closeSwitch(one);
      opener.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function makePort(
  name: string,
  path: string,
  id: number,
  more: Partial<PortConfiguration> = {},
  access: Partial<Access> = {},
): PortConfiguration {
  const endpoint = { kind: "shm", socket: path, id, secret: "", allow: [], ...access } as const;
  return { name, endpoint, access: 10, trunk: null, native: null, isolated: false, flood: 0, ...more };
}

async function connect(path: string, id: number, layout: typeof defaultLayout): Promise<TestClient> {
  const left: string[] = [];
  const memif = await openMemif({ path, id, timeoutMs: 5000, onLeft: (reason) => left.push(reason) }, layout);
  let isOpen = true;
  return {
    ...memif,
    left,
    // memory that was given back must not be touched
    send: (frame) => {
      if (!isOpen) return;
      const put = putFrame(memif.client, frame);
      if (put === "no room") throw new Error("no room");
      if (put === "sent, wake the server") raiseEventfd(memif.descriptors.toServer[0]);
    },
    receiveAll: () => (isOpen ? receiveAll(memif.client) : []),
    close: () => {
      if (isOpen) memif.close();
      isOpen = false;
    },
  };
}

function receiveAll(client: ClientMemory): Buffer[] {
  const frames: Buffer[] = [];
  for (let frame = takeNextFrame(client); frame !== null; frame = takeNextFrame(client))
    frames.push(Buffer.from(frame));
  return frames;
}
