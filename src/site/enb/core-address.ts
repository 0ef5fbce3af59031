/** Addresses and host names that may carry a port: `1.2.3.4`, `1.2.3.4:77`, `abcd::1`, `[abcd::1]:78`, `mme.example.org`. */
import { parseIpv6Address } from "../../net/parse-ipv6.ts";

const loopbackIpv6 = 1n;

/** Whether it is of the loopback: 127.0.0.0/8, ::1 or `localhost`. No other name is resolved. */
export function isLoopback(address: string): boolean {
  const host = getHost(address);
  if (host.toLowerCase() === "localhost") return true;
  return /^127(\.\d{1,3}){3}$/.test(host) || parseIpv6Address(host) === loopbackIpv6;
}

/** The address without its port and its brackets. */
export function getHost(address: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1];
  if (bracketed !== undefined) return bracketed;
  const [host = "", ...rest] = address.split(":");
  return rest.length === 1 ? host : address;
}

/** `host:port`, an IPv6 host in brackets. */
export function addPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
