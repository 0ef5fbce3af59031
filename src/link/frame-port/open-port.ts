/** Opens a port of `ors frame` by its name. */
import { FailureError } from "../../issue/exit-code.ts";
import { close } from "../../libc/file.ts";
import { borrowPort } from "../holder/borrow.ts";
import type { Loan } from "../holder/protocol.ts";
import { openTap } from "../tap/open-tap.ts";
import type { FramePort } from "./frame-port.ts";
import { createPacketPort, openPacketSocket } from "./packet-port.ts";
import type { PortName } from "./port-name.ts";
import { createTapPort } from "./tap-port.ts";

export type OpenOptions = {
  /** The holder's socket. */
  readonly holder: string | undefined;
  /** How long to wait for a port that somebody else has borrowed, or for a memif server. */
  readonly timeoutMs: number;
  /** Bytes before each frame in shared memory. */
  readonly headroom: number;
};

/** @throws TapError, LibcError, FailureError */
export async function openFramePort(port: PortName, options: OpenOptions): Promise<FramePort> {
  if (port.kind === "held") return borrowFramePort(port.name, options);
  const { loan, descriptors } = openPort(port);
  return createFramePort(loan, descriptors, () => descriptors.forEach(close));
}

/** What a holder keeps: a port's descriptors, and what they are. */
export function openPort(port: Exclude<PortName, { kind: "held" }>): {
  loan: Loan;
  descriptors: readonly number[];
} {
  switch (port.kind) {
    case "tap": {
      const { name, descriptors } = openTap({ name: port.name });
      return { loan: { kind: "tap", name }, descriptors };
    }
    case "packet":
      return { loan: { kind: "packet", name: port.name }, descriptors: [openPacketSocket(port.name)] };
    case "shm":
      throw new FailureError("shared memory cannot be opened yet");
  }
}

async function borrowFramePort(name: string, { holder, timeoutMs }: OpenOptions): Promise<FramePort> {
  if (holder === undefined) throw new FailureError(`held:${name} needs --socket, or ORS_FRAME_SOCKET`);
  const { loan, descriptors, giveBack } = await borrowPort(holder, name, timeoutMs);
  return createFramePort(loan, descriptors, () => {
    descriptors.forEach(close);
    giveBack();
  });
}

function createFramePort(loan: Loan, descriptors: readonly number[], end: () => void): FramePort {
  const fd = descriptors[0] as number;
  return loan.kind === "tap" ? createTapPort(fd, loan.name, end) : createPacketPort(fd, end);
}
