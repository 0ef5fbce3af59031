/**
 * Views of parts of a memory, kept for the next time: a peer's buffers stay where they are, and making a view of one costs
 * about half as much as copying the longest frame.
 */

export type Pieces = {
  readonly views: (Uint8Array | undefined)[];
  /** Of each view its offset and its length. */
  readonly keys: Int32Array;
};

/** As many as most rings have buffers, and buffers are at least that far apart. */
const log2Pieces = 10;
const log2Distance = 11;
const lastPiece = (1 << log2Pieces) - 1;

export function createPieces(): Pieces {
  const count = 1 << log2Pieces;
  return { views: new Array<Uint8Array | undefined>(count).fill(undefined), keys: new Int32Array(2 * count) };
}

/**
 * The view of a part, from the second time on that it is asked for: many are never asked for again. Undefined the first time.
 *
 * @param bytes always those that these pieces were created for
 */
export function findPiece(
  { views, keys }: Pieces,
  bytes: Uint8Array,
  offset: number,
  length: number,
): Uint8Array | undefined {
  const place = (offset >>> log2Distance) & lastPiece;
  const isKnown = keys[2 * place] === offset && keys[2 * place + 1] === length;
  if (isKnown && views[place] !== undefined) return views[place];
  views[place] = isKnown ? bytes.subarray(offset, offset + length) : undefined;
  keys[2 * place] = offset;
  keys[2 * place + 1] = length;
  return views[place];
}
