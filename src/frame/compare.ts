/** A frame that came, beside the fields that it must have. */
import {
  type FieldName,
  type FrameFields,
  frameDefaults,
  headerBytes,
  macBytes,
  sequenceBytes,
  tagBytes,
  typeBytes,
  type VlanTag,
  vlanType,
} from "./fields.ts";
import { findTags, formatMac, formatTag, formatType, readWord } from "./format.ts";

/** The first place where a frame is not as it must be. */
export type Difference = {
  readonly field: FieldName;
  /** Of the first byte that differs, from the destination on. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
};

/**
 * Null where the frame has every field that is given. Header first, since a tag too many shows there and not in
 * the length.
 *
 * @param number that the frame must carry, where it is numbered
 */
export function compareFrame(fields: FrameFields, frame: Uint8Array, number = 0): Difference | null {
  return (
    compareAddress("dst", fields.destination, frame, 0) ??
    compareAddress("src", fields.source, frame, macBytes) ??
    compareTags(fields, frame) ??
    compareType(fields, frame) ??
    compareLength(fields, frame) ??
    compareBody(fields, frame) ??
    compareNumber(fields, frame, number)
  );
}

/** Null where both are the same, byte by byte; `wanted` is a frame of a capture. */
export function compareBytes(wanted: Uint8Array, frame: Uint8Array): Difference | null {
  const fields: FrameFields = {
    destination: wanted.subarray(0, macBytes),
    source: wanted.subarray(macBytes, 2 * macBytes),
    vlans: findTags(wanted).tags,
    type: wanted.length < headerBytes ? undefined : readWord(wanted, findTags(wanted).typeAt),
    payload: wanted.subarray(findTags(wanted).typeAt + typeBytes),
    length: wanted.length,
    fill: undefined,
    isNumbered: false,
  };
  return compareFrame(fields, frame);
}

function compareAddress(
  field: "dst" | "src",
  wanted: Uint8Array | undefined,
  frame: Uint8Array,
  at: number,
): Difference | null {
  if (wanted === undefined) return null;
  const found = frame.subarray(at, at + macBytes);
  const differs = wanted.findIndex((byte, index) => byte !== found[index]);
  if (differs < 0) return null;
  return { field, offset: at + differs, expected: formatMac(wanted), found: formatMac(found) || nothing };
}

function compareTags({ vlans, type }: FrameFields, frame: Uint8Array): Difference | null {
  if (vlans === undefined) return null;
  const { tags } = findTags(frame);
  // where the type that must come is itself that of a tag, what is behind the wanted tags is payload
  const isOpenEnded = type === vlanType;
  const least = vlans.findIndex((wanted, index) => !hasTag(wanted, tags[index]));
  const differs = least < 0 && tags.length > vlans.length && !isOpenEnded ? vlans.length : least;
  if (differs < 0) return null;
  const [expected, found] = [vlans, tags].map((stack) => stack.map(formatTag).join(",") || "none");
  const at = 2 * macBytes + differs * tagBytes;
  const isSameKind = differs < vlans.length && differs < tags.length;
  return {
    field: "vlan",
    offset: isSameKind ? at + typeBytes : at,
    expected: `${expected}`,
    found: `${found}`,
  };
}

function hasTag(wanted: VlanTag, found: VlanTag | undefined): boolean {
  if (found === undefined || found.vid !== wanted.vid) return false;
  return (wanted.pcp ?? found.pcp) === found.pcp && (wanted.dei ?? found.dei) === found.dei;
}

/** Where the type of a frame stands that must have these tags. */
function findTypeAt({ vlans }: FrameFields, frame: Uint8Array): number {
  return vlans === undefined ? findTags(frame).typeAt : 2 * macBytes + vlans.length * tagBytes;
}

function compareType(fields: FrameFields, frame: Uint8Array): Difference | null {
  if (fields.type === undefined) return null;
  const at = findTypeAt(fields, frame);
  const found = at + typeBytes <= frame.length ? readWord(frame, at) : null;
  if (found === fields.type) return null;
  const offset = found !== null && found >> 8 === fields.type >> 8 ? at + 1 : at;
  const shown = found === null ? nothing : formatType(found);
  return { field: "type", offset, expected: formatType(fields.type), found: shown };
}

function compareLength(fields: FrameFields, frame: Uint8Array): Difference | null {
  const wanted = findWantedLength(fields, frame);
  if (wanted === undefined || wanted === frame.length) return null;
  const offset = Math.min(wanted, frame.length);
  return { field: "length", offset, expected: `${wanted}`, found: `${frame.length}` };
}

/** A payload without a length is the whole rest of the frame. */
function findWantedLength(fields: FrameFields, frame: Uint8Array): number | undefined {
  const { length, payload, isNumbered } = fields;
  if (length !== undefined || payload === undefined) return length;
  return findTypeAt(fields, frame) + typeBytes + Math.max(payload.length, isNumbered ? sequenceBytes : 0);
}

/** Payload, and what fills the frame behind it: where only a length is given, the rest may be anything. */
function compareBody(fields: FrameFields, frame: Uint8Array): Difference | null {
  const { payload, fill, isNumbered } = fields;
  if (payload === undefined && fill === undefined) return null;
  const start = findTypeAt(fields, frame) + typeBytes;
  const end = frame.length - (isNumbered ? sequenceBytes : 0);
  for (let at = start; at < end; at++) {
    const isPayload = payload !== undefined && at - start < payload.length;
    const wanted = isPayload ? (payload[at - start] as number) : (fill ?? frameDefaults.fill);
    if (frame[at] === wanted) continue;
    const expected = isPayload
      ? payload.subarray(at - start, end - start)
      : new Uint8Array(end - at).fill(wanted);
    const field = isPayload ? "payload" : "fill";
    return {
      field,
      offset: at,
      expected: formatBytes(expected),
      found: formatBytes(frame.subarray(at, end)),
    };
  }
  return null;
}

function compareNumber({ isNumbered }: FrameFields, frame: Uint8Array, number: number): Difference | null {
  if (!isNumbered) return null;
  const offset = frame.length - sequenceBytes;
  if (offset < headerBytes)
    return {
      field: "length",
      offset: frame.length,
      expected: `${headerBytes + sequenceBytes} or more`,
      found: `${frame.length}`,
    };
  const found = readNumber(frame);
  return found === number ? null : { field: "sequence", offset, expected: `${number}`, found: `${found}` };
}

/** The number in a frame's last four bytes. */
export function readNumber(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(frame.length - sequenceBytes);
}

const nothing = "nothing";
const shownBytes = 8;

function formatBytes(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, shownBytes)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ");
  return bytes.length > shownBytes ? `${shown} …` : shown || nothing;
}
