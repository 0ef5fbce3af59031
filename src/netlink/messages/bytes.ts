/**
 * Integers in the byte order of the host: little-endian on every architecture that this runs on. The callers have
 * checked the bounds; Node's own checks stand behind them.
 */

export function readU16(bytes: Buffer, offset: number): number {
  return bytes.readUInt16LE(offset);
}

export function readU32(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset);
}

export function readI32(bytes: Buffer, offset: number): number {
  return bytes.readInt32LE(offset);
}
