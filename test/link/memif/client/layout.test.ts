import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fitLayout,
  getBufferOffset,
  getRegionBytes,
  getRingOffset,
  type Layout,
} from "../../../../src/link/memif/client/layout.ts";
import { defaultLayout } from "../../../../src/link/memif/client/open-memif.ts";
import type { Hello } from "../../../../src/link/memif/control-message.ts";
import { getRingBytes } from "../../../../src/link/memif/ring.ts";

const anyLayout: fc.Arbitrary<Layout> = fc
  .record({
    log2Slots: fc.integer({ min: 0, max: 6 }),
    bufferBytes: fc.integer({ min: 14, max: 4096 }),
    ringsToServer: fc.integer({ min: 1, max: 5 }),
    ringsToClient: fc.integer({ min: 1, max: 5 }),
  })
  .map((layout) => ({ ...layout, headroom: 0 }));

test("rings and buffers lie one behind the other, all inside of the region, and rings where words can lie", () => {
  fc.assert(
    fc.property(anyLayout, (layout) => {
      const { log2Slots, bufferBytes } = layout;
      const pieces: { start: number; end: number }[] = [];
      for (const [way, rings] of [
        ["toServer", layout.ringsToServer],
        ["toClient", layout.ringsToClient],
      ] as const) {
        for (let ring = 0; ring < rings; ring++) {
          const start = getRingOffset(way, layout, ring);
          expect(start % 4).toBe(0);
          pieces.push({ start, end: start + getRingBytes(log2Slots) });
          for (let slot = 0; slot < 2 ** log2Slots; slot++) {
            const place = getBufferOffset(way, layout, slot, ring);
            pieces.push({ start: place, end: place + bufferBytes });
          }
        }
      }
      pieces.sort((one, other) => one.start - other.start);
      expect(pieces[0]?.start).toBe(0);
      for (const [index, { end }] of pieces.entries())
        expect(end).toBe(pieces[index + 1]?.start ?? getRegionBytes(layout));
    }),
  );
});

const hello: Hello = {
  type: "hello",
  name: "a server",
  minVersion: 0x0200,
  maxVersion: 0x0200,
  maxRegion: 0,
  maxRingToClient: 2,
  maxRingToServer: 0,
  maxLog2Slots: 9,
};

test("no more rings and slots are offered than the server takes, and no more than are wanted", () => {
  const wanted = { ...defaultLayout, log2Slots: 10, headroom: 7, ringsToServer: 4, ringsToClient: 2 };
  expect(fitLayout(wanted, hello)).toEqual({ ...wanted, log2Slots: 9, ringsToServer: 1 });
});
