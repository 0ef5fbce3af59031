/** The instance's own values beside `configuration`: titles, addresses, its TAP. */
import * as z from "zod";
import { error, type Issue, place } from "../issue/issue.ts";
import { describeType, showValue } from "./given-value.ts";
import type { Instance } from "./instance.ts";
import { makeUnknownKeyIssue } from "./issues.ts";
import { chooseLayout } from "./layout.ts";

/** What slapconfiguration hands over beside shared instances, and all that a file written by hand may say; with titles. */
export const ownTexts = {
  "instance-title": "Title of the instance",
  "root-instance-title": "Title of the instance's root",
  "slap-software-type": "Software type",
  "slap-computer-id": "Reference of the node",
  "slap-computer-partition-id": "Name of the partition",
  "ipv6-random": "IPv6 address of the partition",
  "ipv4-random": "IPv4 address of the partition",
  "lan-ipv4": "IPv4 address of the node's LAN",
  "tap-name": "Name of the TAP that SlapOS gave",
  "tap-ipv6-network": "IPv6 range of that TAP",
  "tap-ipv6-gateway": "First address of the range, which the TAP's peer has",
  "tap-ipv6-addr": "Last address of the range, which the TAP has",
  "tap-ipv6-netmask": "Netmask of the range",
  "websocket-password": "Password of the remote API, where the parameters have none",
} as const;

type OwnText = keyof typeof ownTexts;

const ownKeys: readonly string[] = [...Object.keys(ownTexts), "configuration", "shared"];

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
  const text = (key: OwnText) => getText(own, key, issues);
  const address = (key: OwnText) => getAddress(own, key, issues);
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
    .filter((key) => !ownKeys.includes(key))
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
