import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMessageDecoder, type MessageDecoder } from "../../src/netconf/framing/decode-messages.ts";
import { encodeMessage } from "../../src/netconf/framing/encode-message.ts";

/** Text without the mark that ends a message. */
const anyText = fc
  .string({ unit: "binary", minLength: 1 })
  .filter((text) => !text.includes("]]>]]>") && !text.startsWith("]]>"));

function decodeAll(decoder: MessageDecoder): string[] {
  const messages: string[] = [];
  for (let next = decoder.next(); next !== undefined; next = decoder.next())
    messages.push(next.toString("utf8"));
  return messages;
}

/** Cuts bytes at any places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, [...ends, bytes.length][index]));
}

describe.each(["end-of-message", "chunked"] as const)("%s framing", (framing) => {
  test("gives back every message, however the bytes were cut", () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), fc.array(fc.nat()), (texts, places) => {
        const decoder = createMessageDecoder();
        decoder.setFraming(framing);
        const read: string[] = [];
        for (const piece of cut(Buffer.concat(texts.map((text) => encodeMessage(text, framing))), places)) {
          decoder.push(piece);
          read.push(...decodeAll(decoder));
        }
        expect(read).toEqual(texts.map((text) => Buffer.from(text).toString("utf8")));
      }),
    );
  });

  test("refuses a message that is longer than the limit", () => {
    const decoder = createMessageDecoder(10);
    decoder.setFraming(framing);
    decoder.push(encodeMessage("x".repeat(11), framing));
    expect(() => decoder.next()).toThrow("a message of more than 10 bytes");
  });

  test("refuses it before it arrived whole", () => {
    const decoder = createMessageDecoder(10);
    decoder.setFraming(framing);
    decoder.push(encodeMessage("x".repeat(1000), framing).subarray(0, 20));
    expect(() => decoder.next()).toThrow("a message of more than 10 bytes");
  });
});

test("chunks may split a message, and a character in it, anywhere", () => {
  const bytes = Buffer.from("äöü");
  const decoder = createMessageDecoder();
  decoder.setFraming("chunked");
  for (const byte of bytes) decoder.push(Buffer.concat([Buffer.from("\n#1\n"), Buffer.of(byte)]));
  expect(decoder.next()).toBeUndefined();
  decoder.push(Buffer.from("\n##\n"));
  expect(decoder.next()?.toString("utf8")).toBe("äöü");
});

test("what follows the hello in the same read is read in chunks", () => {
  const decoder = createMessageDecoder();
  decoder.push(
    Buffer.concat([encodeMessage("<hello/>", "end-of-message"), encodeMessage("<rpc/>", "chunked")]),
  );
  expect(decoder.next()?.toString()).toBe("<hello/>");
  decoder.setFraming("chunked");
  expect(decodeAll(decoder)).toEqual(["<rpc/>"]);
});

test.each([
  ["no line feed first", "x#1\na"],
  ["no hash", "\n1\na"],
  ["a size of 0", "\n#0\n"],
  ["a leading zero", "\n#01\na"],
  ["a size beyond 32 bits", "\n#4294967296\n"],
  ["a size that never ends", `\n#${"1".repeat(20)}`],
  ["an end without a chunk", "\n##\n"],
  ["no number", "\n#a\n"],
])("chunked framing refuses %s", (_what, text) => {
  const decoder = createMessageDecoder();
  decoder.setFraming("chunked");
  decoder.push(Buffer.from(text));
  expect(() => decoder.next()).toThrow();
});

test("an empty message cannot be sent", () => {
  expect(() => encodeMessage("", "chunked")).toThrow(RangeError);
});
