import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDatagram } from "../../src/netlink/messages/message.ts";
import { NetlinkError } from "../../src/netlink/messages/netlink-error.ts";
import {
  addressMessage,
  anyMessage,
  doneMessage,
  errorMessage,
  linkMessage,
  routeMessage,
} from "./arbitrary-message.ts";
import { encode } from "./encode/message.ts";

describe.each([
  ["link", linkMessage],
  ["address", addressMessage],
  ["route", routeMessage],
  ["error", errorMessage],
  ["done", doneMessage],
])("%s", (_, arbitrary) => {
  test("a message that is encoded and decoded is the same message", () => {
    fc.assert(
      fc.property(arbitrary, (message) => {
        expect(decodeDatagram(encode(message))).toEqual([message]);
      }),
      { numRuns: 1000 },
    );
  });
});

test("several messages in one datagram are decoded in their order", () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 6 }), (messages) => {
      expect(decodeDatagram(Buffer.concat(messages.map(encode)))).toEqual(messages);
    }),
  );
});

test("unknown attributes are skipped, wherever they stand", () => {
  fc.assert(
    fc.property(
      linkMessage,
      fc.integer({ min: 70, max: 0x3fff }),
      fc.uint8Array({ maxLength: 40 }),
      (link, type, value) => {
        const unknown = Buffer.alloc(4 + value.length + ((4 - (value.length % 4)) % 4));
        unknown.writeUInt16LE(4 + value.length, 0);
        unknown.writeUInt16LE(type, 2);
        unknown.set(value, 4);
        const known = encode(link);
        for (const at of [32, known.length]) {
          const bytes = Buffer.concat([known.subarray(0, at), unknown, known.subarray(at)]);
          bytes.writeUInt32LE(bytes.length, 0);
          expect(decodeDatagram(bytes)).toEqual([link]);
        }
      },
    ),
  );
});

test("a message cut anywhere is malformed, never something else", () => {
  fc.assert(
    fc.property(anyMessage, fc.nat(), (message, cut) => {
      const bytes = encode(message);
      const length = cut % bytes.length;
      if (length === 0) return;
      expect(() => decodeDatagram(bytes, length)).toThrow(NetlinkError);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["a header cut short", Buffer.alloc(15), "header of 15 bytes at byte 0"],
  ["a length below the header's", Buffer.alloc(16), "message of length 0 at byte 0"],
  ["a length beyond the datagram", withLength(17, 16), "message of length 17 at byte 0"],
  ["a link without its fixed part", withLength(20, 20, 16), "value of 4 bytes instead of 16 at byte 16"],
  ["an attribute of length 3", attributeOfLength(3), "attribute of length 3 at byte 32"],
  ["an attribute longer than the message", attributeOfLength(9), "attribute of length 9 at byte 32"],
  ["an MTU of two bytes", attributeOfLength(6, 4), "value of 2 bytes instead of 4 at byte 36"],
])("%s is malformed, and the error says where", (_, bytes, what) => {
  expect(() => decodeDatagram(bytes)).toThrow(`malformed netlink message: ${what}`);
});

/** A message of a type whose header claims a length. */
function withLength(claimed: number, actual: number, type = 0): Buffer {
  const bytes = Buffer.alloc(actual);
  bytes.writeUInt32LE(claimed, 0);
  bytes.writeUInt16LE(type, 4);
  return bytes;
}

/** A link message with one attribute in 8 bytes that claims a length. */
function attributeOfLength(length: number, type = 3): Buffer {
  const bytes = withLength(40, 40, 16);
  bytes.writeUInt16LE(length, 32);
  bytes.writeUInt16LE(type, 34);
  return bytes;
}
