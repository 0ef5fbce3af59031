/** A file as rendering makes it; nothing is written here. */
export type RenderedFile = {
  /** File name, flat in the output folder, already encoded. */
  readonly path: string;
  readonly content: string;
  /** 0o640, or 0o600 where it holds a password. */
  readonly mode: number;
};
