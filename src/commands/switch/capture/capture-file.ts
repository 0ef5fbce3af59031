/** A capture on its way to a file or to standard output, as pcap or pcapng. */
import { type FileHandle, open } from "node:fs/promises";
import type { Terminal } from "../../../console/terminal.ts";
import { encodePcapFileHeader, pcapFileHeaderBytes, pcapSnapLength } from "../../../frame/pcap.ts";
import { encodePcapngStart } from "../../../frame/pcapng.ts";
import { convertToPcap } from "../../../frame/pcapng-to-pcap.ts";
import { FailureError } from "../../../issue/exit-code.ts";

export type CaptureFormat = "pcap" | "pcapng";

export type CaptureFile = {
  /** Takes whole pcapng blocks; resolves once they are written. */
  readonly write: (blocks: Buffer) => Promise<void>;
  readonly close: () => Promise<void>;
};

export const standardOutput = "-";

/**
 * Makes the file, or empties it, and begins it.
 *
 * @param port is its one interface
 * @throws FailureError where it cannot be made; `write` throws it where the disk is full, and the file then ends with the
 *   blocks that were written before
 */
export async function openCaptureFile(
  terminal: Terminal,
  path: string,
  format: CaptureFormat,
  port: string,
): Promise<CaptureFile> {
  const handle = path === standardOutput ? null : await explain(path, () => open(path, "w", 0o640));
  const file = handle === null ? null : { handle, length: 0 };
  const write = (bytes: Uint8Array) =>
    file === null ? terminal.writeBytes(bytes) : explain(path, () => writeWhole(file, bytes));
  await write(format === "pcap" ? makePcapStart() : encodePcapngStart(port, pcapSnapLength));
  return {
    write: (blocks) => write(format === "pcap" ? convertToPcap(blocks) : blocks),
    close: async () => handle?.close(),
  };
}

/** All of it, or nothing: a reader would stumble over half a frame. */
async function writeWhole(
  file: { readonly handle: FileHandle; length: number },
  bytes: Uint8Array,
): Promise<void> {
  const { handle, length } = file;
  try {
    for (let from = 0; from < bytes.length; ) from += (await handle.write(bytes, from)).bytesWritten;
    file.length += bytes.length;
  } catch (cause) {
    await handle.truncate(length).catch(() => {}); // a pipe has no length
    throw cause;
  }
}

function makePcapStart(): Buffer {
  const header = Buffer.alloc(pcapFileHeaderBytes);
  encodePcapFileHeader(header);
  return header;
}

async function explain<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new FailureError(`${path}: ${(cause as Error).message}`);
  }
}
