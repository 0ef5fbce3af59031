/**
 * Messages of memif 2.0's control socket (libmemif and DPDK's net/memif speak the same): 128 bytes each, packed, in
 * little endian order. Pure.
 */

export type ControlMessage =
  | { readonly type: "ack" }
  | Hello
  | Init
  | AddRegion
  | AddRing
  | { readonly type: "connect" | "connected"; readonly interfaceName: string }
  | { readonly type: "disconnect"; readonly code: number; readonly text: string };

export type Hello = {
  readonly type: "hello";
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Highest indexes that the server takes. */
  readonly maxRegion: number;
  readonly maxRingToClient: number;
  readonly maxRingToServer: number;
  readonly maxLog2Slots: number;
};

export type Init = {
  readonly type: "init";
  readonly version: number;
  readonly id: number;
  /** 0 is Ethernet. */
  readonly mode: number;
  readonly secret: string;
  readonly name: string;
};

/** The memory comes as descriptor beside it. */
export type AddRegion = { readonly type: "add-region"; readonly index: number; readonly size: bigint };

/** The eventfd comes as descriptor beside it. */
export type AddRing = {
  readonly type: "add-ring";
  readonly direction: "to-server" | "to-client";
  readonly index: number;
  readonly region: number;
  readonly offset: number;
  readonly log2Slots: number;
  readonly privateHeader: number;
};

export const controlMessageBytes = 128;
export const memifVersion = 0x0200;

const types = [
  "none",
  "ack",
  "hello",
  "init",
  "add-region",
  "add-ring",
  "connect",
  "connected",
  "disconnect",
] as const;
const nameBytes = 32;
const secretBytes = 24;
const textBytes = 96;
/** MEMIF_MSG_ADD_RING_FLAG_S2M */
const toServerFlag = 1;

/** Null where the bytes are not a message of this version. */
export function decodeControlMessage(bytes: Buffer): ControlMessage | null {
  if (bytes.length !== controlMessageBytes) return null;
  const type = types[bytes.readUInt16LE(0)];
  switch (type) {
    case "ack":
      return { type };
    case "hello":
      return decodeHello(bytes);
    case "init":
      return decodeInit(bytes);
    case "add-region":
      return { type, index: bytes.readUInt16LE(2), size: bytes.readBigUInt64LE(4) };
    case "add-ring":
      return decodeAddRing(bytes);
    case "connect":
    case "connected":
      return { type, interfaceName: readText(bytes, 2, nameBytes) };
    case "disconnect":
      return { type, code: bytes.readUInt32LE(2), text: readText(bytes, 6, textBytes) };
    default:
      return null;
  }
}

export function encodeControlMessage(message: ControlMessage): Buffer {
  const bytes = Buffer.alloc(controlMessageBytes);
  bytes.writeUInt16LE(types.indexOf(message.type), 0);
  switch (message.type) {
    case "hello":
      encodeHello(bytes, message);
      break;
    case "init":
      encodeInit(bytes, message);
      break;
    case "add-region":
      bytes.writeUInt16LE(message.index, 2);
      bytes.writeBigUInt64LE(message.size, 4);
      break;
    case "add-ring":
      encodeAddRing(bytes, message);
      break;
    case "connect":
    case "connected":
      writeText(bytes, 2, nameBytes, message.interfaceName);
      break;
    case "disconnect":
      bytes.writeUInt32LE(message.code, 2);
      writeText(bytes, 6, textBytes, message.text);
      break;
    case "ack":
      break;
  }
  return bytes;
}

function decodeHello(bytes: Buffer): Hello {
  return {
    type: "hello",
    name: readText(bytes, 2, nameBytes),
    minVersion: bytes.readUInt16LE(34),
    maxVersion: bytes.readUInt16LE(36),
    maxRegion: bytes.readUInt16LE(38),
    maxRingToClient: bytes.readUInt16LE(40),
    maxRingToServer: bytes.readUInt16LE(42),
    maxLog2Slots: bytes.readUInt8(44),
  };
}

function encodeHello(bytes: Buffer, hello: Hello): void {
  writeText(bytes, 2, nameBytes, hello.name);
  bytes.writeUInt16LE(hello.minVersion, 34);
  bytes.writeUInt16LE(hello.maxVersion, 36);
  bytes.writeUInt16LE(hello.maxRegion, 38);
  bytes.writeUInt16LE(hello.maxRingToClient, 40);
  bytes.writeUInt16LE(hello.maxRingToServer, 42);
  bytes.writeUInt8(hello.maxLog2Slots, 44);
}

function decodeInit(bytes: Buffer): Init {
  return {
    type: "init",
    version: bytes.readUInt16LE(2),
    id: bytes.readUInt32LE(4),
    mode: bytes.readUInt8(8),
    secret: readText(bytes, 9, secretBytes),
    name: readText(bytes, 33, nameBytes),
  };
}

function encodeInit(bytes: Buffer, init: Init): void {
  bytes.writeUInt16LE(init.version, 2);
  bytes.writeUInt32LE(init.id, 4);
  bytes.writeUInt8(init.mode, 8);
  writeText(bytes, 9, secretBytes, init.secret);
  writeText(bytes, 33, nameBytes, init.name);
}

function decodeAddRing(bytes: Buffer): AddRing {
  return {
    type: "add-ring",
    direction: (bytes.readUInt16LE(2) & toServerFlag) !== 0 ? "to-server" : "to-client",
    index: bytes.readUInt16LE(4),
    region: bytes.readUInt16LE(6),
    offset: bytes.readUInt32LE(8),
    log2Slots: bytes.readUInt8(12),
    privateHeader: bytes.readUInt16LE(13),
  };
}

function encodeAddRing(bytes: Buffer, ring: AddRing): void {
  bytes.writeUInt16LE(ring.direction === "to-server" ? toServerFlag : 0, 2);
  bytes.writeUInt16LE(ring.index, 4);
  bytes.writeUInt16LE(ring.region, 6);
  bytes.writeUInt32LE(ring.offset, 8);
  bytes.writeUInt8(ring.log2Slots, 12);
  bytes.writeUInt16LE(ring.privateHeader, 13);
}

/** Up to the closing zero. */
function readText(bytes: Buffer, at: number, size: number): string {
  const field = bytes.subarray(at, at + size);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? size : end);
}

/** Cut so that a zero closes it. */
function writeText(bytes: Buffer, at: number, size: number, text: string): void {
  bytes.write(text.slice(0, size - 1), at, size - 1, "latin1");
}
