/** What must change of a subtap's link itself: whether it is there, its MTU, group, sysctls, and that it is up. */
import type { LinkMessage } from "../netlink/messages/link.ts";
import { interfaceFlag } from "../netlink/messages/numbers.ts";
import { type Change, makeChange } from "./change.ts";
import type { Snapshot } from "./snapshot.ts";
import type { WantedTap } from "./wanted-tap.ts";

/** A TAP as the kernel makes one: its sysctls belong to making it. */
const freshMtu = 1500;

export function compareLink(tap: WantedTap, snapshot: Snapshot): Change[] {
  const { name } = tap;
  const link = snapshot.numbered.get(tap.number)?.link;
  const [mtu, wantedMtu] = [link?.mtu ?? freshMtu, snapshot.slaptap?.mtu ?? freshMtu];
  const isUp = link !== undefined && (link.flags & interfaceFlag.UP) !== 0;
  const staysUp = isUp && !tap.down && !needsClearing(link);
  const changes: Change[] = [];
  if (link === undefined) changes.push(makeChange("created", name, "link", null, null));
  if (isUp && !staysUp) changes.push(makeChange("changed", name, "down", null, null));
  if (mtu !== wantedMtu) changes.push(makeChange("changed", name, "mtu", `${mtu}`, `${wantedMtu}`));
  if (link !== undefined && link.group !== 0)
    changes.push(makeChange("changed", name, "group", `${link.group}`, "0"));
  if (link !== undefined && !isQuiet(link)) {
    changes.push(
      makeChange("changed", name, "sysctl", sysctlText(link), "accept_ra=0 accept_redirects=0 autoconf=0"),
    );
  }
  if (!staysUp && !tap.down) changes.push(makeChange("changed", name, "up", null, null));
  return changes;
}

/** It is down, or must go down first: then it has no addresses and routes. */
export function isCleared(tap: WantedTap, link: LinkMessage | undefined): boolean {
  return tap.down || needsClearing(link);
}

/**
 * Up while its sysctls are not right, or not there (with an MTU below 1280): it goes down until they are, and what a
 * Radio Unit gave the host by it goes then, too.
 */
function needsClearing(link: LinkMessage | undefined): boolean {
  return link !== undefined && (link.flags & interfaceFlag.UP) !== 0 && !isQuiet(link);
}

/** A Radio Unit must not give the host a route or an address. */
function isQuiet({ ipv6 }: LinkMessage): boolean {
  return ipv6 !== null && ipv6.acceptRa === 0 && ipv6.acceptRedirects === 0 && ipv6.autoconf === 0;
}

function sysctlText({ ipv6 }: LinkMessage): string | null {
  if (ipv6 === null) return null;
  return `accept_ra=${ipv6.acceptRa} accept_redirects=${ipv6.acceptRedirects} autoconf=${ipv6.autoconf}`;
}
