/** Single frames that came, into a capture file. */
import { closeSync, openSync, writeSync } from "node:fs";
import {
  encodePcapFileHeader,
  encodePcapRecordHeader,
  pcapFileHeaderBytes,
  pcapRecordHeaderBytes,
} from "../../frame/pcap.ts";
import { FailureError } from "../../issue/exit-code.ts";
import { readTimeOfDay } from "../time-of-day.ts";

export type Recorder = { readonly record: (frame: Uint8Array) => void; readonly close: () => void };

/** @throws FailureError where the file cannot be made */
export function openRecorder(path: string): Recorder {
  const fd = openForWriting(path);
  const header = Buffer.alloc(pcapFileHeaderBytes);
  encodePcapFileHeader(header);
  writeSync(fd, header);
  return {
    record: (frame) => {
      const bytes = Buffer.alloc(pcapRecordHeaderBytes + frame.length);
      encodePcapRecordHeader(bytes, 0, readTimeOfDay(), frame.length);
      bytes.set(frame, pcapRecordHeaderBytes);
      writeSync(fd, bytes);
    },
    close: () => closeSync(fd),
  };
}

function openForWriting(path: string): number {
  try {
    return openSync(path, "w", 0o640);
  } catch (cause) {
    throw new FailureError(`${path}: ${(cause as Error).message}`);
  }
}
