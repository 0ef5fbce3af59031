/** A file as rendering makes it; nothing is written here. */
export type RenderedFile = {
  /** File name, flat in the output folder, already encoded. */
  readonly path: string;
  readonly content: string;
  /** 0o640, or 0o600 where it holds a password. */
  readonly mode: number;
};

/** A file whose content is made when it is first read: who wants to know names and modes does not wait for it. */
export function makeRenderedFile(path: string, mode: number, makeContent: () => string): RenderedFile {
  let content: string | undefined;
  return {
    path,
    mode,
    get content() {
      content ??= makeContent();
      return content;
    },
  };
}
