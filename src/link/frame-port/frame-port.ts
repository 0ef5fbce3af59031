/** A port of `ors frame`: what single frames are sent to and received from. */

export type FramePort = {
  /**
   * Sends one frame; false where there is no room now.
   *
   * @throws LibcError or FailureError where the port does not take it
   */
  readonly send: (frame: Uint8Array) => boolean;
  /**
   * Frames that were sent and would be lost if the port were closed now.
   *
   * @throws FailureError where nobody will take them any more
   */
  readonly countUnderway: () => number;
  /** The next frame that waits, in memory of its own; null where none does. */
  readonly receive: () => Uint8Array | null;
  /** Waits until a frame waits, the time is over, or none can come any more. */
  readonly awaitFrame: (timeoutMs: number) => Promise<void>;
  readonly close: () => void;
};
