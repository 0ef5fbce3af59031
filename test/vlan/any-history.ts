/** Random lives of a switch: configurations, links, time and frames, of few VLANs and stations so that they meet. */
import fc from "fast-check";
import type { ModelPort } from "./model.ts";

export type HistoryStep =
  | {
      readonly kind: "configure";
      readonly ports: Readonly<Record<string, ModelPort>>;
      readonly ageing: number;
      readonly addresses: number;
    }
  /** By the place of a port among those that are there. */
  | { readonly kind: "frames"; readonly place: number; readonly frames: readonly Buffer[] }
  | { readonly kind: "link"; readonly place: number; readonly isUp: boolean }
  | { readonly kind: "wait"; readonly seconds: number };

/** At most so many runs of frames a step: more than a batch has. */
const maxBurst = 12;

const vlans = [1, 10, 20, 30, 4094];
const stations = ["020000000001", "020000000004", "020000000008", "02000000000c", "000000000007"];
const groups = ["ffffffffffff", "01005e000001", "333300000001", "0180c2000010", "0180c2000020"];
const odd = ["000000000000", "0180c2000000", "0180c2000001", "0180c2000002", "0180c200000e", "0180c200000f"];

const vlan = fc.constantFrom(...vlans);
const limits = {
  isolated: fc.boolean(),
  flood: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })),
};
const list = fc.constantFrom("10", "10,20", "20,30", "1-4094", "all", "1,10-19,30", "4094");
const anyPort: fc.Arbitrary<ModelPort> = fc.oneof(
  fc.record({ access: vlan, ...limits }),
  fc.record({ trunk: list, ...limits }),
  fc.record({ trunk: list, native: vlan, ...limits }),
);

/** Sometimes so many ports that masks have several words. */
const portCount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 31, max: 70 }) },
);

/** Ports of a few names; `shift` gives a port another's other end. */
const anyPorts = fc
  .tuple(portCount, fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 0, 0, 1), fc.infiniteStream(anyPort))
  .map(([count, first, shift, ports]) => {
    const names = Array.from({ length: count }, (_, index) => `p${first + index}`);
    return Object.fromEntries(
      names.map((name, index) => {
        const tap = shift === 0 ? {} : { tap: `t${names[(index + shift) % count]}` };
        return [name, { ...(ports.next().value as ModelPort), ...tap }];
      }),
    );
  });

const configure = fc.record({
  kind: fc.constant("configure" as const),
  ports: anyPorts,
  ageing: fc.integer({ min: 1, max: 3 }),
  addresses: fc.constantFrom(1, 2, 3, 1024),
});

const tag = fc
  .tuple(fc.constantFrom(0, 0, 4095, ...vlans, ...vlans), fc.integer({ min: 0, max: 15 }))
  .map(([vid, priority]) => `8100${((priority << 12) | vid).toString(16).padStart(4, "0")}`);
const tags = fc.oneof(
  { weight: 5, arbitrary: fc.constant("") },
  { weight: 5, arbitrary: tag },
  fc.tuple(tag, tag).map(([outer, inner]) => outer + inner),
  fc.constantFrom("88a80014", "88a8000a8100001e", "9100000a"),
);
const target = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...stations) },
  { weight: 2, arbitrary: fc.constantFrom(...groups) },
  fc.constantFrom(...odd),
);
const source = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...stations) },
  fc.constantFrom("000000000000", "010000000001", "ffffffffffff"),
);
const size = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 30, max: 70 }) },
  fc.integer({ min: 12, max: 22 }),
  fc.integer({ min: 1510, max: 1525 }),
);

/** A frame of that size; what does not fit is cut off. */
const anyFrame = fc
  .tuple(target, source, tags, size, fc.integer({ min: 0, max: 255 }))
  .map(([to, from, between, length, fill]) => {
    const head = Buffer.from(`${to}${from}${between}88b5`, "hex");
    return Buffer.concat([head, Buffer.alloc(Math.max(0, length - head.length), fill)]).subarray(0, length);
  });

/** What becomes of a frame that is sent once more: where it is cut, and what its source or VLAN ends with. */
const follower = fc.record({
  length: fc.integer({ min: 12, max: 40 }),
  changed: fc.constantFrom(null, 11, 15),
  value: fc.constantFrom(0x01, 0x04, 0x0a, 0x14),
});
/** A frame, and as often as not its beginning once or twice behind it, perhaps with another source or VLAN. */
const anyRun = fc
  .tuple(anyFrame, fc.boolean(), fc.array(follower, { minLength: 1, maxLength: 2 }))
  .map(([frame, isAlone, followers]) => {
    const others = followers.map(({ length, changed, value }) => {
      const copy = Buffer.from(frame.subarray(0, length));
      if (changed !== null && changed < copy.length) copy[changed] = value;
      return copy;
    });
    return isAlone ? [frame] : [frame, ...others];
  });

const place = fc.integer({ min: 0, max: 69 });
const frames = fc.record({
  kind: fc.constant("frames" as const),
  place,
  frames: fc.array(anyRun, { minLength: 1, maxLength: maxBurst }).map((runs) => runs.flat()),
});
const link = fc.record({ kind: fc.constant("link" as const), place, isUp: fc.boolean() });
/** Halves of a second: their sums are exact. */
const wait = fc.record({
  kind: fc.constant("wait" as const),
  seconds: fc.integer({ min: 1, max: 8 }).map((halves) => halves / 2),
});

/** A switch begins with a configuration; most of its life are frames. */
export const anyHistory: fc.Arbitrary<readonly HistoryStep[]> = fc
  .tuple(
    configure,
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: frames },
        { weight: 2, arbitrary: configure },
        { weight: 1, arbitrary: link },
        { weight: 3, arbitrary: wait },
      ),
      { minLength: 5, maxLength: 25 },
    ),
  )
  .map(([first, rest]) => [first, ...rest]);
