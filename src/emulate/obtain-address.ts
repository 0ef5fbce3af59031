/** From a link that is up to an address: what a Radio Unit waits for after it was switched on. */
import { type DhcpClient, type DhcpClientOptions, startDhcpClient } from "./dhcp-client.ts";
import { awaitLinkLocal } from "./link-local.ts";

export type Obtained =
  | { readonly address: string }
  /** `isLate` where nothing but the time was at fault. */
  | { readonly problem: string; readonly isLate: boolean };

export type Obtaining = {
  /** Settles with the address, or with why there is none. */
  readonly result: Promise<Obtained>;
  /** Ends the client, which goes on renewing the address until then. */
  readonly end: () => Promise<void>;
};

export type ObtainingOptions = Pick<DhcpClientOptions, "namespace" | "interface" | "script" | "leaseFile"> & {
  /** The subtap's name, for what went wrong. */
  readonly tap: string;
  readonly timeoutMs: number;
  /** How long the client has, whenever it starts; without it what is left of the other time. */
  readonly clientMs?: number;
  /** Settles where no address can be had any more, with the reason. */
  readonly serverEnded?: Promise<string>;
  /** Called where the client ends by itself after it had an address. */
  readonly onClientEnd: (reason: string) => void;
};

/** Waits for a usable link-local address, then starts the DHCPv6 client. */
export function obtainAddress(options: ObtainingOptions): Obtaining {
  const ending = new AbortController();
  const started: Started = { client: null };
  return {
    result: obtain(options, ending.signal, started),
    end: async () => {
      ending.abort();
      await started.client?.end();
    },
  };
}

type Started = { client: DhcpClient | null };

async function obtain(options: ObtainingOptions, signal: AbortSignal, started: Started): Promise<Obtained> {
  const { namespace, interface: name, timeoutMs } = options;
  const untilMs = performance.now() + timeoutMs;
  const isUsable = await awaitLinkLocal(namespace, name, timeoutMs, () => signal.aborted);
  if (signal.aborted) return { problem: "ended", isLate: false };
  if (!isUsable) return { problem: "its link-local address did not become usable", isLate: true };
  const clientMs = options.clientMs ?? untilMs - performance.now();
  return await new Promise((resolve) => {
    const fail = (problem: string) => settle({ problem, isLate: false });
    const beLate = () => settle({ problem: describeLateness(options), isLate: true });
    const timer = setTimeout(beLate, Math.max(0, clientMs));
    const settle = (obtained: Obtained) => {
      clearTimeout(timer);
      resolve(obtained);
    };
    void options.serverEnded?.then(fail);
    signal.addEventListener("abort", () => fail("ended"));
    const onEnd = (reason: string) => {
      fail(reason);
      options.onClientEnd(reason);
    };
    started.client = startDhcpClient({ ...options, onAddress: (address) => settle({ address }), onEnd });
  });
}

function describeLateness({ timeoutMs, tap }: ObtainingOptions): string {
  return `no address within ${Math.round(timeoutMs / 1000)} s; is dnsmasq running on ${tap}?`;
}
