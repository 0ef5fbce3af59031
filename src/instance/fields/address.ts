/** Addresses as parameters give them: IPv4 or IPv6, some with a port; MAC addresses. */
import * as z from "zod";
import { gtpChoices } from "../layout.ts";
import { type FieldMeta, formatChoices, pattern } from "./field.ts";

const ipv4 = removeAnchors(z.regexes.ipv4);
const ipv6 = removeAnchors(z.regexes.ipv6);
const port = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

const ipAddress = new RegExp(`^(?:${ipv4}|${ipv6})$`);
const ipAddressWithPort = new RegExp(`^(?:${ipv4}(?::${port})?|${ipv6}|\\[${ipv6}\\](?::${port})?)$`);

const addressWithPortExpected =
  "an IPv4 or IPv6 address, with a port or without: 1.2.3.4, 1.2.3.4:77, abcd::1, [abcd::1]:78";

/** Neither a group address (the lowest bit of the first byte, IEEE 802 §8.2) nor all zeros. */
const unicastMac = /^(?!00(?::00){5}$)[0-9a-fA-F][02468aceACE](?::[0-9a-fA-F]{2}){5}$/;

/** An address of either family without a port. */
export function address(meta: FieldMeta) {
  return pattern(ipAddress, "an IPv4 or IPv6 address", meta);
}

/** `1.2.3.4`, `1.2.3.4:77`, `abcd::1` or `[abcd::1]:78`. */
export function addressWithPort(meta: FieldMeta) {
  return pattern(ipAddressWithPort, addressWithPortExpected, meta);
}

/** The same, or empty where there is none. */
export function optionalAddress(meta: FieldMeta) {
  const syntax = new RegExp(`^(?:|${removeAnchors(ipAddressWithPort)})$`);
  return pattern(syntax, `${addressWithPortExpected}, or empty`, meta);
}

/** An address of the user plane, with or without port, or the name of a way to find one. */
export function gtpAddress(meta: FieldMeta) {
  const syntax = new RegExp(`^(?:|${gtpChoices.join("|")}|${removeAnchors(ipAddressWithPort)})$`);
  return pattern(syntax, `${formatChoices(gtpChoices)}, or ${addressWithPortExpected}`, meta);
}

export function macAddress(meta: FieldMeta) {
  return pattern(unicastMac, "the MAC address of one device, such as 00:0a:45:00:00:01", meta);
}

function removeAnchors(syntax: RegExp): string {
  return `(?:${syntax.source.replace(/^\^|\$$/g, "")})`;
}
