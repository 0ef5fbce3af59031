/** What `ors link` and `ors emulate` do to the frames that they carry. */

export type Impairments = {
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss: number;
  /** Milliseconds that each frame takes. */
  readonly delay: number;
};

/** From `--loss` in percent and `--delay` in milliseconds. */
export function readImpairments({
  loss,
  delay,
}: {
  readonly loss: number;
  readonly delay: number;
}): Impairments {
  return { loss: loss / 100, delay };
}
