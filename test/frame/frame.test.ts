import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareBytes, compareFrame } from "../../src/frame/compare.ts";
import { encodeFrame, getLeastLength } from "../../src/frame/encode.ts";
import type { FrameFields } from "../../src/frame/fields.ts";
import { formatFrame } from "../../src/frame/format.ts";

const none: FrameFields = {
  destination: undefined,
  source: undefined,
  vlans: undefined,
  type: undefined,
  payload: undefined,
  length: undefined,
  fill: undefined,
  isNumbered: false,
};
const tag = (vid: number, pcp?: number, dei?: number) => ({ vid, pcp, dei });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const text = (word: string) => Buffer.from(word);
const differ = (expected: Partial<FrameFields>, sent: Partial<FrameFields>, number = 0) => {
  const found = compareFrame({ ...none, ...expected }, encodeFrame({ ...none, ...sent }, 0), number);
  return found && `${found.field} ${found.offset}: ${found.expected}, ${found.found}`;
};

const address = fc.uint8Array({ minLength: 6, maxLength: 6 });
const vlans = fc.array(fc.record({ vid: fc.nat(4095), pcp: fc.nat(7), dei: fc.nat(1) }), { maxLength: 3 });
const anyFields = fc
  .record({
    destination: address,
    source: address,
    vlans,
    type: fc.nat(0xffff).filter((type) => type !== 0x8100),
    payload: fc.uint8Array({ maxLength: 40 }),
    more: fc.nat(20),
    fill: fc.nat(255),
    isNumbered: fc.boolean(),
  })
  .map(({ more, ...fields }): FrameFields => {
    const whole = { ...fields, length: undefined };
    return { ...whole, length: getLeastLength(whole) + more };
  });

describe("a frame", () => {
  test("has its fields where IEEE 802.3 and 802.1Q have them", () => {
    const fields = {
      vlans: [tag(100, 3, 1), tag(7)],
      payload: text("hi"),
      length: 28,
      fill: 0x5a,
      isNumbered: true,
    };
    expect(hex(encodeFrame({ ...none, ...fields }, 258))).toBe(
      "ffffffffffff020000000001810070648100000788b5686900000102",
    );
    expect(hex(encodeFrame(none))).toBe("ffffffffffff02000000000188b5");
  });

  test("is not different from its own fields", () => {
    fc.assert(
      fc.property(anyFields, fc.nat(1000), (fields, number) => {
        expect(compareFrame(fields, encodeFrame(fields, number), number)).toBeNull();
        expect(compareFrame(none, encodeFrame(fields, number))).toBeNull();
        expect(compareBytes(encodeFrame(fields), encodeFrame(fields))).toBeNull();
      }),
    );
  });

  test("with one byte changed, cut or added is different, and the offset is at most that byte's", () => {
    fc.assert(
      fc.property(anyFields, fc.nat(), fc.integer({ min: 1, max: 255 }), (fields, place, change) => {
        const sent = encodeFrame(fields, 5);
        const at = place % sent.length;
        const changed = sent.map((byte, index) => (index === at ? byte ^ change : byte));
        expect(compareFrame(fields, changed, 5)?.offset).toBeLessThanOrEqual(at);
        expect(compareBytes(sent, changed)?.offset).toBeLessThanOrEqual(at);
        expect(compareFrame(fields, sent.subarray(0, at), 5)).not.toBeNull();
        expect(compareBytes(sent, Buffer.concat([sent, Buffer.of(change)]))).not.toBeNull();
      }),
    );
  });

  test("that is shorter than a header, or empty, can be compared and shown", () => {
    fc.assert(
      fc.property(anyFields, fc.nat(30), (fields, length) => {
        const short = encodeFrame(fields).subarray(0, length);
        compareFrame(fields, short);
        compareBytes(short, short);
        expect(formatFrame(short)).toContain(`${short.length} bytes`);
      }),
    );
  });
});

test("a difference has the field, the first byte's offset and both values", () => {
  const other = Uint8Array.of(2, 0, 0, 9, 0, 1);
  expect(differ({ destination: other }, {})).toBe("dst 0: 02:00:00:09:00:01, ff:ff:ff:ff:ff:ff");
  expect(differ({ source: other }, {})).toBe("src 9: 02:00:00:09:00:01, 02:00:00:00:00:01");
  expect(differ({ vlans: [tag(100)] }, { vlans: [tag(200)] })).toBe("vlan 14: 100, 200:0:0");
  expect(differ({ vlans: [tag(100, 3)] }, { vlans: [tag(100)] })).toBe("vlan 14: 100:3, 100:0:0");
  expect(differ({ vlans: [tag(100)] }, {})).toBe("vlan 12: 100, none");
  expect(differ({ vlans: [] }, { vlans: [tag(100)] })).toBe("vlan 12: none, 100:0:0");
  expect(differ({ vlans: [tag(1)] }, { vlans: [tag(1), tag(2)] })).toBe("vlan 16: 1, 1:0:0,2:0:0");
  expect(differ({ type: 0x88b6 }, { vlans: [tag(1)] })).toBe("type 17: 0x88b6, 0x88b5");
  expect(differ({ payload: text("hello") }, { payload: text("help!") })).toBe("payload 17: 6c 6f, 70 21");
  expect(differ({ payload: text("hello") }, { payload: text("hello"), length: 60 })).toBe(
    "length 19: 19, 60",
  );
  expect(differ({ payload: text("a"), length: 17 }, { payload: text("ab"), length: 17 })).toBe(
    "fill 15: 00 00, 62 00",
  );
  expect(differ({ isNumbered: true }, { isNumbered: true }, 3)).toBe("sequence 14: 3, 0");
  expect(differ({ isNumbered: true }, {})).toBe("length 14: 18 or more, 14");
  expect(differ({ length: 60 }, {})).toBe("length 14: 60, 14");
});

test("what is left out is not compared", () => {
  expect(differ({}, { vlans: [tag(1)], payload: text("any") })).toBeNull();
  expect(differ({ vlans: [tag(100)] }, { vlans: [tag(100, 5, 1)] })).toBeNull();
  expect(differ({ length: 60 }, { payload: text("any"), length: 60 })).toBeNull();
  expect(differ({ payload: text("any") }, { vlans: [tag(1)], payload: text("any") })).toBeNull();
});
