/** IPv6 networks as values: parsed where they come in, formatted where they go out. */
import { formatIpv6Bytes } from "./format-ip.ts";
import { type Ipv6Address, parseIpv6Address } from "./parse-ipv6.ts";

/** A network: its first address, with no bit set beyond `prefixLength`. */
export type Ipv6Network = { readonly address: Ipv6Address; readonly prefixLength: number };

export const ipv6Bits = 128;

/**
 * `2401:5180:0:66:a200::/71`; undefined for anything else, one with host bits and IPv4 in IPv6 form
 * (`::ffff:1.2.3.4/128`, RFC 4291 section 2.5.5.2) included.
 */
export function parseIpv6Network(text: string): Ipv6Network | undefined {
  const parsed = parsePrefix(text);
  return parsed === undefined || hasHostBits(parsed) ? undefined : parsed;
}

/** The same with or without host bits: `2401:5180:0:66:a200::1/71` lies in `2401:5180:0:66:a200::/71`. */
export function parseSurroundingNetwork(text: string): Ipv6Network | undefined {
  const parsed = parsePrefix(text);
  return parsed && getNetworkOf(parsed.address, parsed.prefixLength);
}

/** The network of a length that an address lies in. */
export function getNetworkOf(address: Ipv6Address, prefixLength: number): Ipv6Network {
  const hostBits = BigInt(ipv6Bits - prefixLength);
  return { address: (address >> hostBits) << hostBits, prefixLength };
}

export function getLastAddress({ address, prefixLength }: Ipv6Network): Ipv6Address {
  return address + (1n << BigInt(ipv6Bits - prefixLength)) - 1n;
}

export function containsAddress({ address, prefixLength }: Ipv6Network, other: Ipv6Address): boolean {
  return (address ^ other) >> BigInt(ipv6Bits - prefixLength) === 0n;
}

/** Whether a network equals another or contains it. */
export function containsNetwork(outer: Ipv6Network, inner: Ipv6Network): boolean {
  return outer.prefixLength <= inner.prefixLength && containsAddress(outer, inner.address);
}

export function isSameNetwork(a: Ipv6Network, b: Ipv6Network): boolean {
  return a.prefixLength === b.prefixLength && a.address === b.address;
}

/** The text that RFC 5952 wants. */
export function formatIpv6Address(address: Ipv6Address): string {
  scratch.writeBigUInt64BE(address >> 64n, 0);
  scratch.writeBigUInt64BE(address & lowerHalf, 8);
  return formatIpv6Bytes(scratch, 0);
}

export function formatIpv6Network({ address, prefixLength }: Ipv6Network): string {
  return `${formatIpv6Address(address)}/${prefixLength}`;
}

const lowerHalf = (1n << 64n) - 1n;
const scratch = Buffer.alloc(ipv6Bits / 8);

const prefixLengthText = /^(?:0|[1-9]\d{0,2})$/;

function parsePrefix(text: string): Ipv6Network | undefined {
  const slash = text.indexOf("/");
  const length = text.slice(slash + 1);
  if (slash < 0 || !prefixLengthText.test(length) || Number(length) > ipv6Bits) return undefined;
  const address = parseIpv6Address(text.slice(0, slash));
  if (address === undefined || containsAddress(mappedIpv4, address)) return undefined;
  return { address, prefixLength: Number(length) };
}

const mappedIpv4: Ipv6Network = { address: 0xffffn << 32n, prefixLength: 96 };

function hasHostBits({ address, prefixLength }: Ipv6Network): boolean {
  return getNetworkOf(address, prefixLength).address !== address;
}
