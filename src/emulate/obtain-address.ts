/** From a link that is up to an address: what a Radio Unit waits for after it was switched on. */
import { type DhcpClient, type DhcpClientOptions, startDhcpClient } from "./dhcp-client.ts";
import { awaitLinkLocal } from "./link-local.ts";

type Outcome = { readonly address: string } | { readonly problem: string };

export type Obtaining = {
  /** Settles with the address, or with why there is none. */
  readonly result: Promise<Outcome>;
  /** Ends the client, which goes on renewing the address until then. */
  readonly end: () => Promise<void>;
};

export type ObtainingOptions = Pick<DhcpClientOptions, "namespace" | "interface" | "script" | "leaseFile"> & {
  /** The subtap's name, for what went wrong. */
  readonly tap: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Settles where no address can be had any more, with the reason. */
  readonly serverEnded: Promise<string>;
  /** Called where the client ends by itself after it had an address. */
  readonly onClientEnd: (reason: string) => void;
};

/** Waits for a usable link-local address, then starts the DHCPv6 client. */
export function obtainAddress(options: ObtainingOptions): Obtaining {
  let client: DhcpClient | undefined;
  let ended = false;
  let giveUp = () => {};
  const result = (async () => {
    const { namespace, interface: name, timeout } = options;
    const until = performance.now() + timeout;
    if (!(await awaitLinkLocal(namespace, name, timeout, () => ended))) {
      return { problem: ended ? "ended" : "its link-local address did not become usable" };
    }
    if (ended) return { problem: "ended" };
    return await new Promise<Outcome>((resolve) => {
      const fail = (problem: string) => settle({ problem });
      const patience = setTimeout(() => fail(lateSentence(options)), Math.max(0, until - performance.now()));
      const settle = (outcome: Outcome) => {
        clearTimeout(patience);
        resolve(outcome);
      };
      void options.serverEnded.then(fail);
      const onEnd = (reason: string) => {
        fail(reason);
        options.onClientEnd(reason);
      };
      client = startDhcpClient({ ...options, onAddress: (address) => settle({ address }), onEnd });
      giveUp = () => fail("ended");
    });
  })();
  const end = async () => {
    ended = true;
    giveUp();
    await client?.end();
  };
  return { result, end };
}

function lateSentence({ timeout, tap }: ObtainingOptions): string {
  return `no address within ${Math.round(timeout / 1000)} s; is dnsmasq running on ${tap}?`;
}
