/** Where commands write to and read from: standard streams, and what a person sees of them. */
import { isatty } from "node:tty";
import type { Paint, Style } from "../report/paint.ts";
import { readBounded } from "./read-bounded.ts";

export type Terminal = {
  /** A line (or several) of the result, to standard output. */
  readonly print: (text: string) => void;
  /** Bytes that are the result, to standard output; resolves once it has taken them. */
  readonly writeBytes: (bytes: Uint8Array) => Promise<void>;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  /** A problem or a notice, to standard error. */
  readonly complain: (text: string) => void;
  /** All of it, or as much as no input may have: see {@link readBounded}. */
  readonly readStandardInput: () => Uint8Array;
  /** Paints for a terminal without NO_COLOR, else gives the text back. */
  readonly paint: Paint;
  /** The same for standard error. */
  readonly paintComplaint: Paint;
  /** Whether the locale says that characters beyond ASCII are shown (locale(7)). */
  readonly isUnicode: boolean;
  /** Columns of text that fit into a line. */
  readonly width: number;
  /** Says on a terminal that something takes longer than a second; gives what ends the saying. */
  readonly progress: (text: string) => () => void;
};

const styles: Readonly<Record<Style, number>> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };
const progressAfter = 1000; // ms

/** Colours for a terminal that can show them (https://no-color.org). */
function makePaint({ isTTY }: { readonly isTTY?: boolean }): Paint {
  const isPlain = isTTY !== true || Boolean(process.env.NO_COLOR) || process.env.TERM === "dumb";
  return (style, text) => (isPlain ? text : `\u001b[${styles[style]}m${text}\u001b[0m`);
}

/** The process's own streams. */
export function processTerminal(): Terminal {
  return {
    print: (text) => void process.stdout.write(`${text}\n`),
    writeBytes: (bytes) => new Promise((resolve) => process.stdout.write(bytes, () => resolve())),
    isTerminal: process.stdout.isTTY === true,
    complain: (text) => void process.stderr.write(`${text}\n`),
    readStandardInput: () => {
      if (isatty(0)) process.stderr.write("reading standard input, which Ctrl-D ends\n");
      return readBounded(0);
    },
    paint: makePaint(process.stdout),
    paintComplaint: makePaint(process.stderr),
    isUnicode: /utf-?8/i.test(process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || ""),
    width: Math.min(process.stdout.columns ?? 100, 110),
    progress: (text) => {
      if (process.stderr.isTTY !== true) return () => {};
      const timer = setTimeout(() => process.stderr.write(`${text} …\n`), progressAfter);
      return () => clearTimeout(timer);
    },
  };
}
