/** What a Radio Unit with an address does to the host: it finds it (neighbour discovery) and pings it. */
import { execa } from "execa";
import { runInNetworkNamespace } from "../libc/namespace.ts";
import { getNamespacePath } from "../libc/unshare.ts";
import { endsWithUs, programOptions } from "./program-options.ts";

export type Reached =
  | {
      /** MAC address of the host's end of the subtap. */
      readonly neighbour: string;
      /** Milliseconds there and back. */
      readonly roundTrip: number;
    }
  | { readonly problem: string };

const maxTries = 5;
/** A program that takes longer is ended. */
const maxRunMs = 10_000;

/**
 * @param address the host's address on the subtap
 * @param signal ends it
 */
export async function reachHost(
  namespace: number,
  name: string,
  address: string,
  signal: AbortSignal,
): Promise<Reached> {
  const run = (program: string, ...words: string[]) => runProgram(namespace, program, words, signal);
  const found = await run("ndisc6", "-1", "-q", "-r", `${maxTries}`, "-w", "1000", address, name);
  const neighbour = /^([0-9A-F]{2}(:[0-9A-F]{2}){5})$/im.exec(found.output)?.[1]?.toLowerCase();
  if (neighbour === undefined) return { problem: `neighbour discovery of ${address}: ${found.lastLine}` };
  const ping = () => run("ping", "-6", "-n", "-c", "1", "-W", "1", address);
  let answer = await ping();
  for (let left = maxTries - 1; left > 0 && answer.hasFailed && !signal.aborted; left--) {
    // The way to the host comes with a router advertisement; the kernel asks for one every four seconds only.
    await run("rdisc6", "-1", "-q", "-r", "1", "-w", "1000", name);
    answer = await ping();
  }
  const roundTrip = /time=([\d.]+) ms/.exec(answer.output)?.[1];
  if (roundTrip === undefined) return { problem: `ping ${address}: ${answer.lastLine}` };
  return { neighbour, roundTrip: Number(roundTrip) };
}

type Finished = {
  readonly hasFailed: boolean;
  /** Both streams. */
  readonly output: string;
  /** Of the output, or else why there is none. */
  readonly lastLine: string;
};

async function runProgram(
  namespace: number,
  program: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Finished> {
  // By then the namespace's descriptor may be closed.
  if (signal.aborted) return { hasFailed: true, output: "", lastLine: "ended" };
  // A program belongs to the namespace that this thread is in while it is started.
  const result = await runInNetworkNamespace(getNamespacePath(namespace), () =>
    execa("setpriv", [...endsWithUs, program, ...words], {
      ...programOptions,
      all: true,
      timeout: maxRunMs,
      cancelSignal: signal,
    }),
  );
  const output = result.all;
  const lastLine = output.trim().split("\n").pop() || (result.shortMessage ?? "no output");
  return { hasFailed: result.failed, output, lastLine };
}
