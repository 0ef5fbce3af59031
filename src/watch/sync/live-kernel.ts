/** The kernel of this network namespace, as the sync asks it. */

import { family } from "../../net/address-family.ts";
import { dumpLater, type Question } from "../../netlink/dump-later.ts";
import { table } from "../../netlink/messages/numbers.ts";
import { askAddresses, askLinks, askRoutes } from "../../netlink/messages/request.ts";
import { type MonitorOptions, subscribe } from "../../netlink/monitor.ts";
import type { KernelSource } from "./sync.ts";

export function connectKernel(options: MonitorOptions): KernelSource {
  return {
    subscribe: (listener) => subscribe(listener, options),
    dump: (visitor) => dumpLater(mirrorQuestions, visitor),
  };
}

/** Links first: what is kept of addresses and routes depends on them. */
const mirrorQuestions: readonly Question[] = [
  { request: askLinks(), what: "links" },
  { request: askAddresses(family.IPV6), what: "IPv6 addresses" },
  { request: askRoutes(family.IPV6, table.MAIN), what: "IPv6 routes" },
];
