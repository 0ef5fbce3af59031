/** IPv6 prefixes as bytes, as the kernel compares them. */

import { family } from "./address-family.ts";
import { ipBytes, ipText } from "./ip-text.ts";

export type Prefix = { readonly base: Buffer; readonly length: number };

const addressBits = 128;

/** A prefix from `address/length`; null where it is none. Host bits stay as they are. */
export function parsePrefix(text: string): Prefix | null {
  const [address = "", length = "", ...rest] = text.split("/");
  if (rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > addressBits) return null;
  const base = parseAddress(address);
  return base === null ? null : { base, length: Number(length) };
}

/** The one text of a prefix: two are the same where their texts are. */
export function prefixText({ base, length }: Prefix): string {
  return `${addressText(base)}/${length}`;
}

export function addressText(address: Buffer): string {
  return ipText(family.IPV6, address, 0, address.length);
}

/** An IPv6 address; null for anything else, IPv4 in IPv6 form included. */
export function parseAddress(text: string): Buffer | null {
  const bytes = ipBytes(text);
  if (bytes === null || bytes.length !== addressBits / 8) return null;
  return mapped.equals(bytes.subarray(0, mapped.length)) ? null : bytes;
}

/** Whether an address lies in a prefix. */
export function contains(prefix: Prefix, address: Buffer): boolean {
  const whole = prefix.length >> 3;
  if (prefix.base.compare(address, 0, whole, 0, whole) !== 0) return false;
  const mask = (0xff00 >> (prefix.length & 7)) & 0xff;
  return mask === 0 || (((prefix.base[whole] as number) ^ (address[whole] as number)) & mask) === 0;
}

/** Whether a prefix equals another or holds it. */
export function covers(outer: Prefix, inner: Prefix): boolean {
  return outer.length <= inner.length && contains(outer, inner.base);
}

export function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && a.base.equals(b.base);
}

/** The address with all bits beyond the length cleared: what finds the network that it lies in. */
export function networkOf(address: Buffer, length: number): Buffer {
  const network = Buffer.alloc(addressBits / 8);
  address.copy(network, 0, 0, length >> 3);
  if (length < addressBits) {
    const mask = (0xff00 >> (length & 7)) & 0xff;
    network[length >> 3] = (address[length >> 3] as number) & mask;
  }
  return network;
}

export function hasHostBits(prefix: Prefix): boolean {
  return !networkOf(prefix.base, prefix.length).equals(prefix.base);
}

/** ::ffff:0:0/96 (RFC 4291 §2.5.5.2) */
const mapped = Buffer.from("00000000000000000000ffff", "hex");
