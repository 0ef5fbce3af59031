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
  /** How long the client has once it runs; without it what is left of the other time. */
  readonly clientMs?: number;
  /** Aborted, with the reason, where an address is waited for no longer; a client that has one goes on. */
  readonly signal: AbortSignal;
  /** Called where the lease of the address has ended. */
  readonly onExpiry: () => void;
  /** Called where the client ends by itself after it had an address. */
  readonly onClientEnd: (reason: string) => void;
};

/** Waits for a usable link-local address, then starts the DHCPv6 client. */
export function obtainAddress(options: ObtainingOptions): Obtaining {
  const ending = new AbortController();
  const started: Started = { client: null };
  const { signal } = options;
  const stopWaiting = () => ending.abort(signal.reason);
  if (signal.aborted) stopWaiting();
  else signal.addEventListener("abort", stopWaiting);
  const forget = () => signal.removeEventListener("abort", stopWaiting);
  return {
    result: obtain(options, ending.signal, started).finally(forget),
    end: async () => {
      ending.abort("ended");
      await started.client?.end();
    },
  };
}

type Started = { client: DhcpClient | null };

async function obtain(options: ObtainingOptions, signal: AbortSignal, started: Started): Promise<Obtained> {
  const { namespace, interface: name, timeoutMs, clientMs } = options;
  const untilMs = performance.now() + timeoutMs;
  const isUsable = await awaitLinkLocal(namespace, name, timeoutMs, () => signal.aborted);
  if (signal.aborted) return { problem: `${signal.reason}`, isLate: false };
  if (!isUsable) return { problem: "its link-local address did not become usable", isLate: true };
  return await new Promise((resolve) => {
    const timer = createTimer(() => settle({ problem: describeLateness(options), isLate: true }));
    const settle = (obtained: Obtained) => {
      timer.clear();
      resolve(obtained);
    };
    const fail = (problem: string) => settle({ problem, isLate: false });
    signal.addEventListener("abort", () => fail(`${signal.reason}`));
    let given: string | undefined;
    timer.set(clientMs === undefined ? untilMs - performance.now() : mostStartMs + clientMs);
    started.client = startDhcpClient({
      ...options,
      onStart: () => {
        if (clientMs !== undefined) timer.set(clientMs);
      },
      onAddress: (address) => {
        given = address;
        settle({ address });
      },
      onExpiry: (address) => {
        if (address === given) options.onExpiry();
      },
      onEnd: (reason) => {
        fail(reason);
        options.onClientEnd(reason);
      },
    });
  });
}

/** A client that does not run by then is late. */
const mostStartMs = 30_000;

/** A timer that can be set anew until it is cleared. */
function createTimer(onTime: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  return {
    set: (milliseconds: number) => {
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(onTime, Math.max(0, milliseconds));
    },
    clear: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

function describeLateness({ timeoutMs, tap }: ObtainingOptions): string {
  return `no address within ${Math.round(timeoutMs / 1000)} s; is dnsmasq running on ${tap}?`;
}
