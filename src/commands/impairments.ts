/** What `ors link` and `ors emulate` do to the frames that they carry. */

export type Impairments = {
  /** Share of the frames that get lost, 0 to 1. */
  readonly loss: number;
  /** How long each frame is under way. */
  readonly delayMs: number;
};

/** From `--loss` in percent and `--delay` in milliseconds. */
export function readImpairments({
  loss,
  delay,
}: {
  readonly loss: number;
  readonly delay: number;
}): Impairments {
  return { loss: loss / 100, delayMs: delay };
}
