/** A port of `ors frame`: what single frames are sent to and received from. */

export type FramePort = {
  /**
   * Sends one frame; false where there is no room now.
   *
   * @throws LibcError or FailureError where the port does not take it
   */
  readonly send: (frame: Uint8Array) => boolean;
  /** The next frame that waits, in memory of its own; null where none does. */
  readonly receive: () => Uint8Array | null;
  /** Waits until a frame waits or the time is over. */
  readonly awaitFrame: (timeoutMs: number) => Promise<void>;
  readonly close: () => void;
};
