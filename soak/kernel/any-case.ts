/** Random cases in the form of test/vlan/cases.jsonl, without verdicts: few VLANs and stations, so that they meet. */
import fc from "fast-check";
import type { Case, CasePort, CasePorts, Step } from "../../test/vlan/cases.ts";

const names = ["a", "b", "c", "d", "e", "f"];
const vlans = [1, 10, 10, 10, 11, 20, 20, 30, 4094];
const lists = [
  "10",
  "10,20",
  "20,30",
  "1-40,4090-4094",
  "1,10-20,30",
  "4094",
  "1-9,21-60",
  "10-11,20",
  "10,30",
  "5-25",
];
const stations = [
  "020000000001",
  "020000000002",
  "020000000003",
  "06aabbccddee",
  "000000000001",
  "020000010000",
];
const groups = [
  "ffffffffffff",
  "01005e000001",
  "333300000001",
  "011b19000000",
  "0180c2000100",
  "030000000001",
];
const odd = ["000000000000", ...Array.from({ length: 18 }, (_, last) => `0180c20000${hex(last, 1)}`)];

const vlan = fc.constantFrom(...vlans);
const isolated = fc.constantFrom(undefined, undefined, true);
const list = fc.constantFrom(...lists);
const anyPort: fc.Arbitrary<CasePort> = fc
  .oneof(
    fc.record({ access: vlan, isolated }),
    fc.record({ trunk: list, isolated }),
    fc.record({ trunk: list, native: vlan, isolated }),
  )
  .map((port) => JSON.parse(JSON.stringify(port)));

const anyPorts: fc.Arbitrary<CasePorts> = fc
  .tuple(
    fc.subarray(names, { minLength: 2 }),
    fc.array(anyPort, { minLength: names.length, maxLength: names.length }),
  )
  .map(([chosen, ports]) => Object.fromEntries(chosen.map((name, index) => [name, ports[index] ?? {}])));

const tag = fc
  .tuple(fc.constantFrom(0, 0, 4095, ...vlans, ...vlans), fc.integer({ min: 0, max: 15 }))
  .map(([vid, priority]) => `8100${hex((priority << 12) | vid, 2)}`);
const tags = fc.oneof(
  { weight: 5, arbitrary: fc.constant("") },
  { weight: 5, arbitrary: tag },
  fc.tuple(tag, tag).map(([outer, inner]) => outer + inner),
  fc.constantFrom("88a80014", "88a8400a8100001e", "9100000a", "8100000a88a80014"),
);
const target = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...stations) },
  { weight: 2, arbitrary: fc.constantFrom(...groups) },
  fc.constantFrom(...odd),
);
const source = fc.oneof(
  { weight: 14, arbitrary: fc.constantFrom(...stations) },
  fc.constantFrom("000000000000", "010000000001", "ffffffffffff"),
);
const size = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 30, max: 80 }) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 24 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1510, max: 1528 }) },
);
const type = fc.constantFrom("88b5", "0800", "0806", "86dd", "0003", "88cc", "8100", "88a8");

/** What does not fit into the size is cut off. */
const anyFrame = fc
  .tuple(target, source, tags, type, size, fc.integer({ min: 0, max: 255 }))
  .map(([to, from, between, what, length, fill]) =>
    `${to}${from}${between}${what}${hex(fill, 1).repeat(Math.max(0, length))}`.slice(0, 2 * length),
  );

const port = fc.constantFrom(...names);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ in: port, frame: anyFrame }) },
  { weight: 2, arbitrary: fc.record({ configure: anyPorts }) },
  { weight: 1, arbitrary: fc.record({ down: port }) },
  { weight: 1, arbitrary: fc.record({ up: port }) },
);

/** Seconds that are far from the ageing time, whatever the machine does meanwhile. */
const [shortWait, longWait]: [Step, Step] = [{ wait: 0.2 }, { wait: 6 }];

/** One of many waits, since waiting takes its time. */
export const anyCase: fc.Arbitrary<Case> = fc
  .tuple(
    fc.constantFrom(...Array.from({ length: 29 }, () => 300), 4),
    anyPorts,
    fc.array(anyStep, { minLength: 4, maxLength: 14 }),
  )
  .map(([ageing, ports, steps]) => {
    const third = Math.ceil(steps.length / 3);
    const timed = [...steps.slice(0, third), shortWait, ...steps.slice(third, 2 * third), longWait];
    const all = ageing === 300 ? steps : [...timed, ...steps.slice(2 * third)];
    return { id: "", ageing, ports, steps: keepPossible(ports, all) };
  });

/** Frames come in at ports that are there and up; links go the other way each time. */
function keepPossible(first: CasePorts, steps: readonly Step[]): Step[] {
  let there = Object.keys(first);
  let down: readonly string[] = [];
  return steps.flatMap((step): Step[] => {
    if ("configure" in step) {
      there = Object.keys(step.configure);
      down = down.filter((name) => there.includes(name));
    } else if ("down" in step) {
      if (!there.includes(step.down) || down.includes(step.down)) return [];
      down = [...down, step.down];
    } else if ("up" in step) {
      if (!down.includes(step.up)) return [];
      down = down.filter((name) => name !== step.up);
    } else if ("in" in step) {
      const up = there.filter((name) => !down.includes(name));
      const at = up[names.indexOf(step.in) % up.length];
      return at === undefined ? [] : [{ ...step, in: at }];
    }
    return [step];
  });
}

function hex(number: number, bytes: number): string {
  return number.toString(16).padStart(2 * bytes, "0");
}
