/** The instance's own values beside `configuration`: titles, addresses, its TAP. */
import * as z from "zod";
import { error, type Issue, place } from "../issue/issue.ts";
import { describeType, showValue } from "./given-value.ts";
import type { Instance } from "./instance.ts";
import { makeUnknownKeyIssue } from "./issues.ts";
import { chooseLayout } from "./layout.ts";

/** What slapconfiguration hands over beside shared instances, and all that a file written by hand may say. */
const ownKeys = [
  "instance-title",
  "root-instance-title",
  "slap-software-type",
  "slap-computer-id",
  "slap-computer-partition-id",
  "ipv6-random",
  "ipv4-random",
  "lan-ipv4",
  "tap-name",
  "tap-ipv6-network",
  "tap-ipv6-gateway",
  "tap-ipv6-addr",
  "tap-ipv6-netmask",
  "websocket-password",
  "configuration",
  "shared",
] as const;

/** What a file written by hand need not say. */
const standIn = {
  title: "enb",
  softwareType: "enb",
  computerId: "COMP-0",
  partitionId: "slappart0",
} as const;

export type OwnValues = Omit<Instance, "configuration" | "shared">;

/** Reads them; empty texts count as absent. Wrong types and addresses that are none are issues. */
export function getOwnValues(own: Readonly<Record<string, unknown>>, issues: Issue[]): OwnValues {
  const text = (key: (typeof ownKeys)[number]) => getText(own, key, issues);
  const address = (key: (typeof ownKeys)[number]) => getAddress(own, key, issues);
  const title = text("instance-title");
  return {
    title: title ?? standIn.title,
    rootTitle: text("root-instance-title") ?? title ?? standIn.title,
    softwareType: text("slap-software-type") ?? standIn.softwareType,
    computerId: text("slap-computer-id") ?? standIn.computerId,
    partitionId: text("slap-computer-partition-id") ?? standIn.partitionId,
    ipv6: address("ipv6-random"),
    ipv4: address("ipv4-random"),
    lanIpv4: address("lan-ipv4"),
    websocketPassword: text("websocket-password"),
    layout: chooseLayout(own.configuration),
    tap: {
      name: text("tap-name"),
      network: text("tap-ipv6-network"),
      gateway: text("tap-ipv6-gateway"),
      addr: text("tap-ipv6-addr"),
    },
  };
}

/** Keys that a file written by hand has for nothing; slapconfiguration may hand over more than is used. */
export function checkOwnKeys(own: Readonly<Record<string, unknown>>): Issue[] {
  return Object.keys(own)
    .filter((key) => !(ownKeys as readonly string[]).includes(key))
    .map((key) => makeUnknownKeyIssue(place(key), key, ownKeys));
}

function getText(own: Readonly<Record<string, unknown>>, key: string, issues: Issue[]): string | null {
  const value = own[key] ?? "";
  if (typeof value === "string") return value === "" ? null : value;
  issues.push(error(place(key), describeType(value), "text"));
  return null;
}

function getAddress(own: Readonly<Record<string, unknown>>, key: string, issues: Issue[]): string | null {
  const value = getText(own, key, issues);
  const syntax = key === "ipv6-random" ? z.regexes.ipv6 : z.regexes.ipv4;
  if (value === null || syntax.test(value)) return value;
  const expected = key === "ipv6-random" ? "an IPv6 address" : "an IPv4 address";
  issues.push(error(place(key), `${showValue(value)} is malformed`, expected));
  return null;
}
