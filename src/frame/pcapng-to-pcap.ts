/** The frames of pcapng blocks as records of a pcap file: without the way that they went. */
import { encodePcapRecordHeader, pcapRecordHeaderBytes } from "./pcap.ts";
import { eachPacket } from "./read-pcapng.ts";

/** @param blocks as `pcapng.ts` writes them */
export function convertToPcap(blocks: Buffer): Buffer {
  return Buffer.concat(
    Array.from(eachPacket(blocks), ({ timeMs, captured, length, frame }) => {
      const record = Buffer.alloc(pcapRecordHeaderBytes + captured);
      encodePcapRecordHeader(record, 0, timeMs, captured, length);
      record.set(frame, pcapRecordHeaderBytes);
      return record;
    }),
  );
}
