/** Frames and their fields as text. */
import { macBytes, tagBytes, typeBytes, type VlanTag, vlanType } from "./fields.ts";

export function formatMac(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}

export function formatType(type: number): string {
  return `0x${type.toString(16).padStart(4, "0")}`;
}

/** `100`, `100:3`, `100:3:1`, as `--vlan` takes it. */
export function formatTag({ vid, pcp, dei }: VlanTag): string {
  return [vid, pcp ?? (dei === undefined ? undefined : 0), dei]
    .filter((part) => part !== undefined)
    .join(":");
}

/** `02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff, vlan 100:3:0, type 0x88b5, 64 bytes`; as much as is there. */
export function formatFrame(frame: Uint8Array): string {
  const parts: string[] = [];
  if (frame.length >= 2 * macBytes)
    parts.push(
      `${formatMac(frame.subarray(macBytes, 2 * macBytes))} > ${formatMac(frame.subarray(0, macBytes))}`,
    );
  const { tags, typeAt } = findTags(frame);
  if (tags.length > 0) parts.push(`vlan ${tags.map(formatTag).join(",")}`);
  if (typeAt + typeBytes <= frame.length) parts.push(`type ${formatType(readWord(frame, typeAt))}`);
  return [...parts, `${frame.length} bytes`].join(", ");
}

export type Tags = {
  readonly tags: readonly VlanTag[];
  /** Where the type stands, behind the tags. */
  readonly typeAt: number;
};

/** The stack of whole tags of a frame, outermost first. */
export function findTags(frame: Uint8Array): Tags {
  const tags: VlanTag[] = [];
  let typeAt = 2 * macBytes;
  while (typeAt + tagBytes <= frame.length && readWord(frame, typeAt) === vlanType) {
    const control = readWord(frame, typeAt + typeBytes);
    tags.push({ vid: control & 0xfff, pcp: control >> 13, dei: (control >> 12) & 1 });
    typeAt += tagBytes;
  }
  return { tags, typeAt };
}

/** Two bytes in network order. */
export function readWord(frame: Uint8Array, at: number): number {
  return ((frame[at] as number) << 8) | (frame[at + 1] as number);
}
