/** Frames on their way to whoever captures them: pcapng blocks in pieces of bounded number, and what did not fit. */
import { getPacketBytes, packetHeadBytes, writePacketBlock } from "../../../frame/pcapng.ts";
import { maxEthernetFrame } from "../../frames/frame-pool.ts";
import { getLeavingLength, writeFrame } from "../../memif/foreign-frames.ts";
import { type SharedMemory, viewMemory } from "../../memif/ring.ts";
import { type Frames, headerBytes, headerWords, refusedLength } from "../core/frames.ts";
import type { CaptureTotals } from "../switch.ts";
import { maxWaitingPieces, pieceBytes } from "./protocol.ts";

export type CaptureBuffer = {
  /** Those of all captures of the port. */
  readonly totals: CaptureTotals;
  /** Frames that are noted, and that there was no room for. */
  noted: number;
  lost: number;
  /** What is full, in order. */
  readonly full: Uint8Array[];
  /** What is being filled, and how far. */
  piece: SharedMemory | null;
  used: number;
};

export function createCaptureBuffer(totals: CaptureTotals): CaptureBuffer {
  return { totals, noted: 0, lost: 0, full: [], piece: null, used: 0 };
}

/**
 * Notes a frame as it came, with its first bytes as they were judged. One that its port has refused has no bytes to show.
 *
 * @param timeMs since 1970
 */
export function noteReceived(buffer: CaptureBuffer, frames: Frames, index: number, timeMs: number): void {
  const length = frames.length[index] as number;
  if (length === refusedLength) return;
  const captured = Math.min(length, frames.maxFrame);
  const piece = reserve(buffer, captured);
  if (piece === null) return;
  const at = buffer.used + packetHeadBytes;
  writePacketBlock(piece.words, buffer.used, { timeMs, captured, length, way: "in" });
  const start = frames.start[index] as number;
  piece.bytes.set(frames.memory.subarray(start, start + captured), at);
  for (let byte = 0; byte < Math.min(headerBytes, captured); byte++) {
    const word = frames.header[index * headerWords + (byte >>> 2)] as number;
    piece.bytes[at + byte] = word >>> (8 * (byte & 3));
  }
  buffer.used += getPacketBytes(captured);
}

/** Notes a frame as it leaves with that tag. */
export function noteSent(
  buffer: CaptureBuffer,
  frames: Frames,
  index: number,
  tag: number,
  timeMs: number,
): void {
  const length = getLeavingLength(frames, index, tag);
  const piece = reserve(buffer, length);
  if (piece === null) return;
  writePacketBlock(piece.words, buffer.used, { timeMs, captured: length, length, way: "out" });
  writeFrame(frames, index, tag, piece, buffer.used + packetHeadBytes);
  buffer.used += getPacketBytes(length);
}

/** The next piece to hand on; undefined where there is none. A piece that is hardly filled is copied, and goes on. */
export function takePiece(buffer: CaptureBuffer): Uint8Array | undefined {
  const first = buffer.full.shift();
  if (first !== undefined) return first;
  const { piece, used } = buffer;
  if (piece === null || used === 0) return undefined;
  buffer.used = 0;
  if (used < pieceBytes / 2) return piece.bytes.slice(0, used);
  buffer.piece = null;
  return piece.bytes.subarray(0, used);
}

/** Room for a block at `buffer.used`; null where there is none, and the frame is counted as lost. */
function reserve(buffer: CaptureBuffer, captured: number): SharedMemory | null {
  const { piece, used, full } = buffer;
  if (piece !== null && used + getPacketBytes(captured) > pieceBytes) {
    if (full.length >= maxWaitingPieces) {
      buffer.lost += 1;
      buffer.totals.lost += 1;
      return null;
    }
    full.push(piece.bytes.subarray(0, used));
    buffer.piece = null;
  }
  if (buffer.piece === null) {
    buffer.piece = makePiece();
    buffer.used = 0;
  }
  buffer.noted += 1;
  buffer.totals.noted += 1;
  return buffer.piece;
}

function makePiece(): SharedMemory {
  return viewMemory(new Uint8Array(pieceBytes));
}

if (getPacketBytes(maxEthernetFrame) > pieceBytes) throw new RangeError("a piece has no room for a frame");
