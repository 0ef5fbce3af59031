/** What the node adds to an instance's parameters. */
import { networkInterfaces } from "node:os";
import { readIfThere } from "../../output/read-if-there.ts";
import { type Amarisoft, createUnreadAmarisoft, readAmarisoft } from "./amarisoft.ts";
import { findLanAddress } from "./lan-address.ts";

export type NodeFacts = {
  /** The node's IPv4 address on its LAN. */
  readonly lanIpv4: string | null;
  readonly amarisoft: Amarisoft;
};

/**
 * @param text the parameters, which name the slaptap where they are what they should be
 * @param testing whether to leave Amarisoft's folder alone
 */
export function readNode(text: string, testing: boolean, amarisoftFolder: string | undefined): NodeFacts {
  const routes = readIfThere("/proc/net/route") ?? "";
  return {
    lanIpv4: findLanAddress(networkInterfaces(), routes, findSlaptap(text)),
    amarisoft: testing ? createUnreadAmarisoft(amarisoftFolder) : readAmarisoft(amarisoftFolder),
  };
}

function findSlaptap(text: string): string | null {
  try {
    const name = JSON.parse(text)?.["tap-name"];
    return typeof name === "string" && name !== "" ? name : null;
  } catch {
    return null;
  }
}
