/** What a Radio Unit with an address does to the host: it finds it (neighbour discovery) and pings it. */
import { type Finished, runInNamespace } from "./spawn-in-namespace.ts";

export type Reached =
  | {
      /** MAC address of the host's end of the subtap. */
      readonly neighbour: string;
      /** Milliseconds there and back. */
      readonly roundTrip: number;
    }
  | { readonly problem: string };

const tries = 5;

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
  const found = await runInNamespace(
    namespace,
    "ndisc6",
    ["-1", "-q", "-r", `${tries}`, "-w", "1000", address, name],
    signal,
  );
  const neighbour = /^([0-9A-F]{2}(:[0-9A-F]{2}){5})$/im.exec(found.output)?.[1]?.toLowerCase();
  if (neighbour === undefined) return { problem: `neighbour discovery of ${address}: ${reasonOf(found)}` };
  const ping = ["-6", "-n", "-c", "1", "-W", "1", address];
  let answer = await runInNamespace(namespace, "ping", ping, signal);
  for (let left = tries - 1; left > 0 && answer.status !== 0 && answer.failure === null; left--) {
    // The way to the host comes with a router advertisement; the kernel asks for one every four seconds only.
    await runInNamespace(namespace, "rdisc6", ["-1", "-q", "-r", "1", "-w", "1000", name], signal);
    answer = await runInNamespace(namespace, "ping", ping, signal);
  }
  const roundTrip = /time=([\d.]+) ms/.exec(answer.output)?.[1];
  if (roundTrip === undefined) return { problem: `ping ${address}: ${reasonOf(answer)}` };
  return { neighbour, roundTrip: Number(roundTrip) };
}

function reasonOf({ status, output, failure }: Finished): string {
  if (failure !== null) return failure.message;
  return output.trim().split("\n").pop() || `ended ${status}`;
}
