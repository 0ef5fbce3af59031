/** Random messages of every kind that the codec knows. */
import fc from "fast-check";
import { family } from "../../src/net/address-family.ts";
import { formatIpBytes } from "../../src/net/format-ip.ts";
import type { DoneMessage, ErrorMessage } from "../../src/netlink/messages/ack.ts";
import type { AddressMessage } from "../../src/netlink/messages/address.ts";
import type { Header } from "../../src/netlink/messages/header.ts";
import type { LinkMessage } from "../../src/netlink/messages/link.ts";
import type { Message } from "../../src/netlink/messages/message.ts";
import { messageFlag, messageType } from "../../src/netlink/messages/numbers.ts";
import type { RouteMessage } from "../../src/netlink/messages/route.ts";

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const i32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const name = fc
  .string({ minLength: 0, maxLength: 15, unit: "grapheme" })
  .filter((text) => !text.includes("\0"));
const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":"));

function address(addressFamily: number): fc.Arbitrary<string> {
  const length = addressFamily === family.IPV6 ? 16 : 4;
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => formatIpBytes(addressFamily, Buffer.from(bytes), 0, length));
}

function header(types: readonly number[]): fc.Arbitrary<Header> {
  return fc.record({ type: fc.constantFrom(...types), flags: u16, sequence: u32, port: u32 });
}

const tun = fc.record({
  owner: optional(u32),
  group: optional(u32),
  mode: fc.constantFrom("tun" as const, "tap" as const, null),
  persist: fc.boolean(),
  packetInformation: fc.boolean(),
  vnetHdr: fc.boolean(),
  multiQueue: fc.boolean(),
});

const linkType = fc.oneof(
  fc.record({ type: fc.constant("tun"), tun }),
  fc.record({ type: fc.constantFrom("veth", "bridge", "ifb", null), tun: fc.constant(null) }),
);

export const linkMessage: fc.Arbitrary<LinkMessage> = fc
  .record({
    kind: fc.constant("link" as const),
    header: header([messageType.NEWLINK, messageType.DELLINK, messageType.GETLINK]),
    family: u8,
    deviceType: u16,
    index: i32,
    flags: u32,
    change: u32,
    name: optional(name),
    altnames: fc.array(name, { maxLength: 3 }),
    mac: optional(mac),
    mtu: optional(u32),
    operstate: optional(u8),
    carrier: optional(fc.boolean()),
    group: optional(u32),
    master: optional(i32),
    lower: optional(i32),
    ipv6: optional(fc.record({ acceptRa: i32, acceptRedirects: i32, autoconf: i32 })),
    extMask: optional(u32),
    linkType,
  })
  .map(({ linkType: info, ...link }) => ({ ...link, ...info }));

const families = fc.constantFrom(family.IPV4, family.IPV6);

export const addressMessage: fc.Arbitrary<AddressMessage> = families.chain((addressFamily) =>
  fc.record({
    kind: fc.constant("address" as const),
    header: header([messageType.NEWADDR, messageType.DELADDR, messageType.GETADDR]),
    family: fc.constant(addressFamily),
    prefixLength: u8,
    scope: u8,
    index: u32,
    flags: u32,
    local: address(addressFamily),
    address: address(addressFamily),
    label: optional(name),
    protocol: optional(u8),
  }),
);

export const routeMessage: fc.Arbitrary<RouteMessage> = families.chain((addressFamily) =>
  fc.record({
    kind: fc.constant("route" as const),
    header: header([messageType.NEWROUTE, messageType.DELROUTE, messageType.GETROUTE]),
    family: fc.constant(addressFamily),
    destination: address(addressFamily),
    prefixLength: u8,
    source: optional(address(addressFamily)),
    sourceLength: u8,
    tos: u8,
    table: u32,
    protocol: u8,
    scope: u8,
    type: u8,
    flags: u32,
    output: optional(i32),
    gateway: optional(address(addressFamily)),
    metric: optional(u32),
    preferredSource: optional(address(addressFamily)),
    preference: optional(u8),
    expires: optional(i32),
    nextHopId: optional(u32),
    nextHops: fc.array(
      fc.record({
        flags: u8,
        weight: fc.integer({ min: 1, max: 256 }),
        output: i32,
        gateway: optional(address(addressFamily)),
      }),
      { maxLength: 3 },
    ),
  }),
);

const extendedAck = { text: optional(name), offset: optional(u32), missing: optional(u32) };
/** An ack with attributes says so, and the kernel repeats the header of the request alone. */
const ackFlags = messageFlag.ACK_TLVS | messageFlag.CAPPED;

function ackHeader(type: number): fc.Arbitrary<Header> {
  return header([type]).map((value) => ({ ...value, flags: value.flags | ackFlags }));
}

export const errorMessage: fc.Arbitrary<ErrorMessage> = fc.record({
  kind: fc.constant("error" as const),
  header: ackHeader(messageType.ERROR),
  code: fc.integer({ min: 0, max: 4095 }),
  request: header([messageType.GETLINK, messageType.NEWROUTE, 1234]),
  ...extendedAck,
});

export const doneMessage: fc.Arbitrary<DoneMessage> = fc.record({
  kind: fc.constant("done" as const),
  header: ackHeader(messageType.DONE),
  code: fc.integer({ min: 0, max: 4095 }),
  ...extendedAck,
});

export const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  linkMessage,
  addressMessage,
  routeMessage,
  errorMessage,
  doneMessage,
  fc.record({ kind: fc.constant("other" as const), header: header([1, 4, 28, 36, 0xffff]) }),
);
