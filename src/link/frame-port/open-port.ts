/** Opens a port of `ors frame` by its name. */
import { FailureError } from "../../issue/exit-code.ts";
import { close } from "../../libc/file.ts";
import { borrowPort } from "../holder/borrow.ts";
import type { HeldPort } from "../holder/holder.ts";
import { mapClientMemory } from "../memif/client/layout.ts";
import { defaultLayout, openMemif } from "../memif/client/open-memif.ts";
import { openTap } from "../tap/open-tap.ts";
import type { FramePort } from "./frame-port.ts";
import { createPacketPort, openPacketSocket } from "./packet-port.ts";
import type { PortName } from "./port-name.ts";
import { createShmPort } from "./shm-port.ts";
import { createTapPort } from "./tap-port.ts";

export type OpenOptions = {
  /** The holder's socket. */
  readonly holder: string | undefined;
  /** How long to wait for a port that somebody else has borrowed, or for a memif server. */
  readonly timeoutMs: number;
  /** Bytes before each frame in shared memory. */
  readonly headroom: number;
  /** Called where a memif server leaves; `findEnd` says why then. */
  readonly onEnd?: () => void;
};

/** A port that is open, and what ends it. */
export type OpenPort = HeldPort & { readonly close: () => void };

/** @throws TapError, LibcError, FailureError */
export async function openFramePort(port: PortName, options: OpenOptions): Promise<FramePort> {
  if (port.kind === "held") return borrowFramePort(port.name, options);
  return createFramePort(await openPort(port, options));
}

/** What a holder keeps: a port's descriptors, and what they are. */
export async function openPort(
  port: Exclude<PortName, { kind: "held" }>,
  options: Omit<OpenOptions, "holder">,
): Promise<OpenPort> {
  switch (port.kind) {
    case "tap": {
      const { name, descriptors } = openTap({ name: port.name });
      return { ...withDescriptors(descriptors), loan: { kind: "tap", name } };
    }
    case "packet":
      return { ...withDescriptors([openPacketSocket(port.name)]), loan: { kind: "packet", name: port.name } };
    case "shm":
      return openSharedMemory(port, options);
  }
}

function withDescriptors(descriptors: readonly number[]): Omit<OpenPort, "loan"> {
  return { descriptors, close: () => descriptors.forEach(close) };
}

async function openSharedMemory(
  { socket, id }: Extract<PortName, { kind: "shm" }>,
  { timeoutMs, headroom, onEnd }: Omit<OpenOptions, "holder">,
): Promise<OpenPort> {
  let left: string | null = null;
  const onLeft = (reason: string) => {
    left = `shm:${socket}#${id}: ${reason}`;
    onEnd?.();
  };
  const layout = { ...defaultLayout, headroom };
  const memif = await openMemif({ path: socket, id, timeoutMs, onLeft }, layout);
  const { memfd, toServer, toClient } = memif.descriptors;
  const loan = { kind: "shm", name: `${socket}#${id}`, layout } as const;
  return { loan, descriptors: [memfd, toServer, toClient], close: memif.close, findEnd: () => left };
}

async function borrowFramePort(name: string, { holder, timeoutMs }: OpenOptions): Promise<FramePort> {
  if (holder === undefined) throw new FailureError(`held:${name} needs --socket, or ORS_FRAME_SOCKET`);
  const { loan, descriptors, findEnd, giveBack } = await borrowPort(holder, name, timeoutMs);
  const end = () => {
    descriptors.forEach(close);
    giveBack();
  };
  return createFramePort({ loan, descriptors, findEnd, close: end });
}

function createFramePort({ loan, descriptors, findEnd, close: end }: OpenPort): FramePort {
  const [first = -1, toServer = -1, toClient = -1] = descriptors;
  if (loan.kind === "packet") return createPacketPort(first, end);
  if (loan.kind === "tap") return createTapPort(first, loan.name, end);
  const checkLink = () => {
    const reason = findEnd?.() ?? null;
    if (reason !== null) throw new FailureError(reason);
  };
  const ends = { memfd: first, toServer, toClient };
  const client = mapClientMemory(loan.layout, ends);
  return createShmPort(client, ends, checkLink, () => {
    client.unmap();
    end();
  });
}
