/** What a peer may offer, up to each limit and one step beyond it. */
import { describe, expect, test } from "vitest";
import type { AddRegion, AddRing, ControlMessage } from "../../../src/link/memif/control-message.ts";
import { emptyOffer, type Offer, type Step, takeOffer } from "../../../src/link/memif/handshake.ts";
import { maxLog2Slots, maxRegionBytes } from "../../../src/link/memif/limits.ts";
import { ringToServer } from "./offers.ts";

const init = { type: "init", version: 0x0200, id: 0, mode: 0, secret: "", name: "" } as const;
const bytes = 65_536;
const region: AddRegion = { type: "add-region", index: 0, size: BigInt(bytes) };
/** Of 16 slots: 128 + 16 * 16 bytes. */
const ringBytes = 384;
const up = ringToServer;
const down: AddRing = { ...up, direction: "to-client", offset: ringBytes };
const connect = { type: "connect", interfaceName: "" } as const;

/** "connect" where all was taken, else why the last message was refused. */
function say(...messages: readonly ControlMessage[]): string {
  let offer: Offer = emptyOffer;
  for (const [index, message] of messages.entries()) {
    const hasDescriptor = message.type === "add-region" || message.type === "add-ring";
    const step: Step = takeOffer(offer, message, hasDescriptor ? 100 + index : undefined);
    if ("refusal" in step) return step.refusal;
    if ("connect" in step) return "connect";
    offer = step.offer;
  }
  return "more is wanted";
}

const outside = (offset: number) => `a ring at ${offset}, which is not a multiple of four inside the region`;

describe("a region", () => {
  const offerRegion = (own: Partial<AddRegion>) => say(init, { ...region, ...own });
  test.each([1, maxRegionBytes])("of %i bytes is taken", (size) => {
    expect(offerRegion({ size: BigInt(size) })).toBe("more is wanted");
  });
  test.each([0n, BigInt(maxRegionBytes) + 1n, 2n ** 32n, 2n ** 32n + 4096n, 2n ** 63n, 2n ** 64n - 1n])(
    "of %i bytes is not",
    (size) => {
      expect(offerRegion({ size })).toBe(`a region of ${size} bytes; 1 to ${maxRegionBytes} can be had`);
    },
  );
  test("has the index 0", () => {
    expect(offerRegion({ index: 1 })).toBe("more than one region");
  });
});

describe.each([
  ["to-server", (own: Partial<AddRing>) => say(init, region, { ...up, ...own }, down, connect)],
  ["to-client", (own: Partial<AddRing>) => say(init, region, up, { ...down, ...own }, connect)],
] as const)("a ring %s", (direction, offerRing) => {
  test.each([ringBytes * 2, bytes - ringBytes])("at %i is taken", (offset) => {
    expect(offerRing({ offset })).toBe("connect");
  });
  test.each([
    bytes - ringBytes + 4,
    bytes,
    ringBytes * 2 + 1,
    ringBytes * 2 + 2,
    2 ** 31,
    2 ** 32 - ringBytes,
    2 ** 32 - 128,
    2 ** 32 - 4,
  ])("at %i is not", (offset) => {
    expect(offerRing({ offset })).toBe(outside(offset));
  });
  test.each([15, 16, 31, 32, 255])("of 2^%i slots is not taken", (log2Slots) => {
    expect(offerRing({ log2Slots })).toBe(`a ring of 2^${log2Slots} slots; 2^${maxLog2Slots} at most`);
  });
  test("has the index 0, lies in the region 0, and its private header is empty", () => {
    expect(offerRing({ index: 1 })).toBe(`more than one ring ${direction}`);
    expect(offerRing({ region: 1 })).toBe("a ring in a region that is not there");
    expect(offerRing({ privateHeader: 1 })).toBe("a private header");
  });
});

test("rings of the most and of the fewest slots are taken", () => {
  const whole = { ...region, size: BigInt(maxRegionBytes) };
  const many = { log2Slots: maxLog2Slots };
  expect(say(init, whole, { ...up, ...many }, { ...down, ...many, offset: 2 ** 20 }, connect)).toBe(
    "connect",
  );
  const one = { log2Slots: 0 };
  expect(say(init, region, { ...up, ...one }, { ...down, ...one, offset: 144 }, connect)).toBe("connect");
});

test("rings side by side are taken in either order, rings that share a byte are not", () => {
  for (const [first, second] of [
    [up, down],
    [down, up],
  ] as const) {
    const put = (offset: number) =>
      say(init, region, { ...first, offset: 0 }, { ...second, offset }, connect);
    expect(put(ringBytes)).toBe("connect");
    expect(put(ringBytes - 4)).toBe("rings that overlap");
    expect(put(0)).toBe("rings that overlap");
  }
});

test("what comes in the wrong order, twice or not at all is refused", () => {
  expect(say(region)).toBe('"add-region" before "init"');
  expect(say(up)).toBe('"add-ring" before "init"');
  expect(say(connect)).toBe('"connect" before "init"');
  expect(say(init, init)).toBe('"init" twice');
  expect(say(init, up)).toBe("a ring in a region that is not there");
  expect(say(init, region, region)).toBe("more than one region");
  expect(say(init, region, up, up)).toBe("more than one ring to-server");
  expect(say(init, region, down, down)).toBe("more than one ring to-client");
  for (const early of [[], [region], [region, up], [region, down]])
    expect(say(init, ...early, connect)).toBe('"connect" without a region and a ring each way');
  expect(say(init, region, down, up, connect)).toBe("connect");
});

test.each([
  [{ version: 0x0100 }, "version 256, not 512"],
  [{ version: 0x0201 }, "version 513, not 512"],
  [{ mode: 1 }, "mode 1, not Ethernet (0)"],
  [{ mode: 2 }, "mode 2, not Ethernet (0)"],
])("an init with %o is refused", (own, reason) => {
  expect(say({ ...init, ...own })).toBe(reason);
});
