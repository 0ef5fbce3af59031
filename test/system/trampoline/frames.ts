import { outcomeOf } from "../../support/netns.ts";
import { addressNumber } from "../../support/netns-trampoline.ts";
import { until } from "../../support/until.ts";
import type { Stage } from "./stage.ts";

const router = "fe80::1";

/** What a router on a TAP's other side may tell the host: a prefix on the link, and a route by itself. */
export type Advertised = {
  readonly onLink: string;
  readonly route: string;
  /** Seconds that both are valid, an hour where absent; 0 takes them back. */
  readonly lifetime?: number;
};

/** An Ethernet frame with a Router Advertisement (RFC 4861 §4.2) that also makes its sender the default router. */
export function routerAdvertisement(advertised: Advertised): string {
  const [prefix = "", prefixLength = "0"] = advertised.onLink.split("/");
  const [route = "", routeLength = "0"] = advertised.route.split("/");
  const lifetime = hex(advertised.lifetime ?? 3600, 4);
  const header = `8600000040000708${hex(0, 8)}`;
  // Prefix Information (RFC 4861 §4.6.2), on-link and autonomous; Route Information (RFC 4191 §2.3).
  const prefixOption = `0304${hex(Number(prefixLength), 1)}c0${lifetime}${lifetime}00000000${address(prefix)}`;
  const routeOption = `1803${hex(Number(routeLength), 1)}00${lifetime}${address(route)}`;
  return ethernet(icmpv6(router, "ff02::1", header + prefixOption + routeOption), "333300000001");
}

/** An Ethernet frame with a Redirect (RFC 4861 §4.5): to reach `destination`, take `target`. */
export function redirect(to: string, target: string, destination: string): string {
  return ethernet(
    icmpv6(router, to, `8900000000000000${address(target)}${address(destination)}`),
    "ffffffffffff",
  );
}

/** Writes frames into a TAP as its user. The kernel has taken each when its write(2) returns. */
export async function writeFrames(
  stage: Stage,
  name: string,
  frames: readonly string[],
  user = 65533,
): Promise<void> {
  const writer = stage.namespace.start([stage.tapper, "write", name], { user });
  const ended = outcomeOf(writer);
  let said = "";
  writer.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  // The interface has its link-local address once IPv6 knows of the carrier, and not before takes advertisements.
  const addresses = (): string => stage.namespace.sh(`ip -6 addr show dev ${name} scope link`);
  await until(() => addresses().includes("fe80:"), `IPv6 is ready on ${name}`, addresses);
  writer.stdin?.end(`${frames.join("\n")}\n`);
  const { stderr } = await ended;
  if (said !== `ready\n${"written\n".repeat(frames.length)}`)
    throw new Error(`tapper write: ${said}${stderr}`);
}

function ethernet(packet: string, to: string): string {
  return `${to}02000000000186dd${packet}`;
}

function icmpv6(from: string, to: string, message: string): string {
  const length = message.length / 2;
  const pseudo = `${address(from)}${address(to)}${hex(length, 4)}0000003a`;
  const sum = checksum(pseudo + message);
  const body = message.slice(0, 4) + hex(sum, 2) + message.slice(8);
  return `60000000${hex(length, 2)}3aff${address(from)}${address(to)}${body}`;
}

function checksum(bytes: string): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4)
    sum += Number.parseInt(bytes.slice(at, at + 4).padEnd(4, "0"), 16);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

function address(text: string): string {
  return addressNumber(text).toString(16).padStart(32, "0");
}

function hex(value: number, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, "0");
}
