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

export function u8Bytes(value: number): Buffer {
  return Buffer.of(value);
}

export function u32Bytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function i32Bytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
