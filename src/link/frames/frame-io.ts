/** Frames in batches on a TAP, by io_uring where the kernel allows it, else by one call a frame. */
import { LibcError } from "../../libc/errno.ts";
import { createCallIo } from "./frame-io-calls.ts";
import { createRingIo } from "./frame-io-ring.ts";
import type { FrameIo } from "./frame-io-type.ts";

/** The best way that this kernel and this process have, with the reason where it is not io_uring. */
export function openFrameIo(method?: FrameIo["method"]): FrameIo {
  if (method === "read and write") return createCallIo(null);
  try {
    return createRingIo();
  } catch (error) {
    if (method === "io_uring" || !(error instanceof LibcError)) throw error;
    return createCallIo(`${error.call}: ${error.errno.message}`);
  }
}

/** What `ors link` and `ors emulate` say at their start. */
export function describeFrameIo({ method, reason }: FrameIo): string {
  return `frames move by ${method}${reason === null ? "" : ` (no io_uring: ${reason})`}`;
}
