/** IPv6 addresses and ranges as integers, and as the text that RFC 5952 wants. */
import { Address6 } from "ip-address";

/** A network: its first address, with no bit set beyond `prefixLength`. */
export type Ipv6Range = { readonly first: bigint; readonly prefixLength: number };

export const ipv6Bits = 128;

const range = /^(?<address>[0-9a-fA-F:]+)\/(?<prefixLength>0|[1-9][0-9]{0,2})$/;

/**
 * A range with or without host bits set: `2401:5180:0:66:a200::1/71` is `2401:5180:0:66:a200::/71`. Undefined
 * for anything else: IPv4, a zone, a mapped IPv4 address, no prefix length.
 */
export function parseIpv6Range(text: string): Ipv6Range | undefined {
  const groups = range.exec(text)?.groups;
  const address = parseIpv6Address(groups?.address ?? "");
  const prefixLength = Number(groups?.prefixLength);
  if (address === undefined || prefixLength > ipv6Bits) return undefined;
  return rangeAround(address, prefixLength);
}

/** An address without zone, prefix length or an IPv4 tail; undefined for anything else. */
export function parseIpv6Address(text: string): bigint | undefined {
  return /^[0-9a-fA-F:]+$/.test(text) && Address6.isValid(text) ? new Address6(text).bigInt() : undefined;
}

/** The range of a length that an address lies in. */
export function rangeAround(address: bigint, prefixLength: number): Ipv6Range {
  const hostBits = BigInt(ipv6Bits - prefixLength);
  return { first: (address >> hostBits) << hostBits, prefixLength };
}

export function lastAddress({ first, prefixLength }: Ipv6Range): bigint {
  return first + (1n << BigInt(ipv6Bits - prefixLength)) - 1n;
}

export function holds(outer: Ipv6Range, inner: Ipv6Range): boolean {
  return (
    outer.prefixLength <= inner.prefixLength &&
    outer.first <= inner.first &&
    inner.first <= lastAddress(outer)
  );
}

export function formatIpv6Address(address: bigint): string {
  return Address6.fromBigInt(address).correctForm();
}

export function formatIpv6Range({ first, prefixLength }: Ipv6Range): string {
  return `${formatIpv6Address(first)}/${prefixLength}`;
}
