/** Fields to bytes. */
import {
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

/**
 * The bytes of a frame, from the destination on. Nothing is padded beyond what length and number ask for.
 *
 * @param number of the frame, where it is numbered
 */
export function encodeFrame(fields: FrameFields, number = 0): Uint8Array {
  const { payload = new Uint8Array(0), vlans = [], isNumbered } = fields;
  const start = headerBytes + vlans.length * tagBytes;
  const frame = new Uint8Array(getLength(fields)).fill(fields.fill ?? frameDefaults.fill);
  const view = new DataView(frame.buffer);
  frame.set(fields.destination ?? frameDefaults.destination, 0);
  frame.set(fields.source ?? frameDefaults.source, macBytes);
  for (const [index, tag] of vlans.entries()) {
    view.setUint16(2 * macBytes + index * tagBytes, vlanType);
    view.setUint16(2 * macBytes + index * tagBytes + typeBytes, encodeTagControl(tag));
  }
  view.setUint16(start - typeBytes, fields.type ?? frameDefaults.type);
  frame.set(payload, start);
  if (isNumbered) view.setUint32(frame.length - sequenceBytes, number);
  return frame;
}

/** The shortest length that the fields have room in. */
export function getLeastLength({ vlans = [], payload, isNumbered }: FrameFields): number {
  const body = Math.max(payload?.length ?? 0, isNumbered ? sequenceBytes : 0);
  return headerBytes + vlans.length * tagBytes + body;
}

/** PCP, DEI and VID in one word (IEEE 802.1Q §9.6). */
export function encodeTagControl({ vid, pcp = 0, dei = 0 }: VlanTag): number {
  return (pcp << 13) | (dei << 12) | vid;
}

function getLength(fields: FrameFields): number {
  return Math.max(fields.length ?? 0, getLeastLength(fields));
}
