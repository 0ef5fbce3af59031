/** What the node adds to an instance's parameters. */
import { networkInterfaces } from "node:os";
import { readIfThere } from "../../output/read-if-there.ts";
import type { Means } from "../partition/environment.ts";
import { readAmarisoft, unreadAmarisoft } from "./amarisoft.ts";
import { lanAddress } from "./lan-address.ts";

/**
 * @param text the parameters, which name the slaptap where they are what they should be
 * @param testing whether to leave Amarisoft's folder alone
 */
export function surroundings(
  text: string,
  testing: boolean,
  folder: string | undefined,
): Pick<Means, "lanIpv4" | "amarisoft"> {
  return {
    lanIpv4: lanAddress(networkInterfaces(), readIfThere("/proc/net/route") ?? "", slaptapIn(text)),
    amarisoft: testing ? unreadAmarisoft(folder) : readAmarisoft(folder),
  };
}

function slaptapIn(text: string): string | null {
  try {
    const name = JSON.parse(text)?.["tap-name"];
    return typeof name === "string" && name !== "" ? name : null;
  } catch {
    return null;
  }
}
