/** A million mutated captures: nothing but NetlinkError comes out, and nothing outside of the message is read. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMessage } from "../../src/netlink/messages/format.ts";
import { decodeDatagram, type Message } from "../../src/netlink/messages/message.ts";
import { NetlinkError } from "../../src/netlink/messages/netlink-error.ts";
import { captureFolder, captureNames } from "./capture.ts";

const rounds = 1_000_000;

test("a million mutated messages of the kernel decode or are refused by our own error", () => {
  const messages = captureNames.flatMap((name) => split(readFileSync(join(captureFolder, `${name}.bin`))));
  const random = randomNumbers(20_26);
  let [decoded, refused] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const original = messages[random(messages.length)] as Buffer;
    const length = mutate(original, random);
    if (attempt(scratch, length) === null) refused++;
    else decoded++;
  }
  expect(decoded + refused).toBe(rounds);
  // Both happen often: else the mutations would be too weak or too strong to find anything.
  expect(Math.min(decoded, refused)).toBeGreaterThan(rounds / 20);
});

test("what is decoded does not depend on what stands around it", () => {
  const files = captureNames.map((name) => readFileSync(join(captureFolder, `${name}.bin`)));
  const messages = files.flatMap(split);
  fc.assert(
    fc.property(
      fc.nat(messages.length - 1),
      fc.nat(),
      fc.uint8Array({ maxLength: 8 }),
      fc.nat(),
      (index, at, bytes, seed) => {
        const mutated = Buffer.from(messages[index] as Buffer);
        mutated.set(bytes.subarray(0, mutated.length - (at % mutated.length)), at % mutated.length);
        const surrounded = Buffer.alloc(mutated.length + 256, seed & 0xff);
        mutated.copy(surrounded);
        expect(attempt(surrounded, mutated.length)).toEqual(attempt(mutated, mutated.length));
      },
    ),
    { numRuns: 3000 },
  );
});

test("random bytes decode or are refused by our own error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      attempt(Buffer.from(bytes), bytes.length);
    }),
    { numRuns: 5000 },
  );
});

/** Decodes and prints; null where it is refused. Any other error passes through and fails the test. */
function attempt(bytes: Buffer, length: number): Message[] | null {
  try {
    const messages = decodeDatagram(bytes, length);
    for (const message of messages) if (formatMessage(message).includes("\n")) throw new Error("two lines");
    return messages;
  } catch (error) {
    if (error instanceof NetlinkError && error.failure === "malformed") return null;
    throw error;
  }
}

function split(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at);
    messages.push(bytes.subarray(at, at + length));
    at += (length + 3) & ~3;
  }
  return messages;
}

const scratch = Buffer.alloc(65_536);

/** A copy of the message in the scratch buffer with bits flipped, a small number written, or its end cut off. */
function mutate(original: Buffer, random: (below: number) => number): number {
  original.copy(scratch);
  let length = original.length;
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(length);
    switch (random(4)) {
      case 0:
        scratch[at] = (scratch[at] as number) ^ (1 << random(8));
        break;
      case 1:
        scratch[at] = random(256);
        break;
      case 2:
        // Where lengths stand: small ones, and ones around the true one.
        scratch.writeUInt16LE(random(2) === 0 ? random(24) : (original.length + random(9)) & 0xffff, at & ~3);
        break;
      default:
        if (random(4) === 0) length = 1 + random(length);
        // The message's own length follows, so that its inside is reached.
        if (length >= 4) scratch.writeUInt32LE(length, 0);
    }
  }
  return length;
}

/** xorshift32: the same sequence every time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
