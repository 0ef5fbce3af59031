/** A frame by its fields, as it is sent, or as it must come: what is left out is then not compared. */

/** An 802.1Q tag of type 0x8100. */
export type VlanTag = {
  /** 0 (a priority tag) to 4095. */
  readonly vid: number;
  readonly pcp: number | undefined;
  readonly dei: number | undefined;
};

export type FrameFields = {
  /** Six bytes each. */
  readonly destination: Uint8Array | undefined;
  readonly source: Uint8Array | undefined;
  /** Outermost first; an empty stack is a frame without a tag. */
  readonly vlans: readonly VlanTag[] | undefined;
  readonly type: number | undefined;
  /** What stands behind the type. */
  readonly payload: Uint8Array | undefined;
  /** Bytes of the whole frame, from the destination on, without check sequence. */
  readonly length: number | undefined;
  /** The byte that fills the frame behind the payload. */
  readonly fill: number | undefined;
  /** The number of the frame stands in the last four bytes. */
  readonly isNumbered: boolean;
};

/** Names of fields, as differences say them. */
export type FieldName = "dst" | "src" | "vlan" | "type" | "payload" | "fill" | "sequence" | "length";

export const macBytes = 6;
export const tagBytes = 4;
export const typeBytes = 2;
/** Of destination, source and type. */
export const headerBytes = 2 * macBytes + typeBytes;
/** IEEE 802.1Q §9.6. */
export const vlanType = 0x8100;
export const sequenceBytes = 4;

/** What a sent frame has where nothing is said; IEEE 802 §9.2.4 leaves type 0x88b5 for experiments. */
export const frameDefaults = {
  destination: Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  source: Uint8Array.of(0x02, 0, 0, 0, 0, 0x01),
  type: 0x88b5,
  fill: 0,
} as const;
