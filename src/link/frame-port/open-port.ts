/** Opens a port of `ors frame` by its name. */
import { FailureError } from "../../issue/exit-code.ts";
import { close } from "../../libc/file.ts";
import { borrowPort } from "../holder/borrow.ts";
import type { HeldPort } from "../holder/holder.ts";
import { listDescriptors, mapClientMemory, readDescriptorList } from "../memif/client/memory.ts";
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
  /** Rings on which a memif server sends: most have one. */
  readonly ringsToClient?: number;
  /** What a memif server wants to hear. */
  readonly secret?: string | undefined;
};

/** A port that is open, and what ends it. */
export type OpenPort = HeldPort & { readonly close: () => void };

/** @throws TapError, LibcError, FailureError */
export async function openFramePort(port: PortName, options: OpenOptions): Promise<FramePort> {
  const isHeld = port.kind === "held";
  const open = isHeld ? await borrowHeld(port.name, options) : await openPort(port, options);
  try {
    return createFramePort(open, isHeld);
  } catch (error) {
    open.close();
    throw error;
  }
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
  { timeoutMs, headroom, ringsToClient = 1, secret = "" }: Omit<OpenOptions, "holder">,
): Promise<OpenPort> {
  const ending = new AbortController();
  const onLeft = (reason: string) => ending.abort(`shm:${socket}#${id}: ${reason}`);
  // a frame has as much room as without
  const bufferBytes = defaultLayout.bufferBytes + headroom;
  const wanted = { ...defaultLayout, bufferBytes, headroom, ringsToClient };
  const memif = await openMemif({ path: socket, id, secret, timeoutMs, onLeft }, wanted);
  const loan = { kind: "shm", name: `${socket}#${id}`, layout: memif.client.layout } as const;
  const descriptors = listDescriptors(memif.descriptors);
  return { loan, descriptors, close: memif.close, ended: ending.signal };
}

async function borrowHeld(name: string, { holder, timeoutMs }: OpenOptions): Promise<OpenPort> {
  if (holder === undefined) throw new FailureError(`held:${name} needs --socket, or ORS_FRAME_SOCKET`);
  const { giveBack, ...held } = await borrowPort(holder, name, timeoutMs);
  const end = () => {
    held.descriptors.forEach(close);
    giveBack();
  };
  return { ...held, close: end };
}

/** @param isKept by a holder: it goes on when the port is closed */
function createFramePort({ loan, descriptors, ended, close: end }: OpenPort, isKept: boolean): FramePort {
  const [first = -1] = descriptors;
  if (loan.kind === "packet") return createPacketPort(first, end);
  if (loan.kind === "tap") return createTapPort(first, loan.name, end);
  const ends = readDescriptorList(descriptors);
  if (ends === null) throw new FailureError(`${loan.name}: ${descriptors.length} descriptors came`);
  const client = mapClientMemory(loan.layout, ends.memfd);
  return createShmPort({ client, descriptors: ends, ended, isKept }, () => {
    client.unmap();
    end();
  });
}
