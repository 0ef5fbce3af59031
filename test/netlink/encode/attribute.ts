/** Attributes and their values, as the kernel has them. */
import { align } from "../../../src/netlink/messages/attribute.ts";

const headerSize = 4;
const nestedFlag = 0x8000;

/** An attribute with its header and padding. */
export function attribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(align(headerSize + value.length));
  bytes.writeUInt16LE(headerSize + value.length, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.set(value, headerSize);
  return bytes;
}

/** An attribute that holds attributes. */
export function nested(type: number, ...attributes: readonly Uint8Array[]): Buffer {
  return attribute(type | nestedFlag, Buffer.concat(attributes));
}

/** Text as the kernel has it, ended by NUL. */
export function textBytes(text: string): Buffer {
  return Buffer.from(`${text}\0`, "utf8");
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
