import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { closeTap, openTap, type TapRequest } from "../../src/link/tap/open-tap.ts";
import { TapError } from "../../src/link/tap/tap-error.ts";
import { useStage } from "../support/stage.ts";
import { addTap, openTapPlace } from "./tap-place.ts";

const place = useStage(openTapPlace);

const open = (request?: TapRequest) => place.inside(() => openTap(request));
const link = (name: string) =>
  JSON.parse(place.run("ip", "-json", "-details", "link", "show", "dev", name))[0].linkinfo.info_data;

/** The error of an opening that must fail. */
function failure(request: TapRequest): TapError {
  try {
    closeTap(open(request));
  } catch (error) {
    expect(error).toBeInstanceOf(TapError);
    return error as TapError;
  }
  throw new Error("it was opened");
}

describe("opening a TAP", () => {
  test("attaches to the TAP of a name, and leaves a persistent one behind", () => {
    addTap(place, "there");
    const tap = open({ name: "there" });
    expect(tap).toMatchObject({ name: "there", vnetHeader: 0 });
    expect(tap.descriptors).toHaveLength(1);
    closeTap(tap);
    expect(link("there")).toMatchObject({ type: "tap", persist: true });
  });

  test("without a name makes one and gives back the kernel's name for it", () => {
    const tap = open();
    expect(tap.name).toMatch(/^tap\d+$/);
    expect(link(tap.name)).toMatchObject({ type: "tap", persist: false });
    closeTap(tap);
    expect(() => link(tap.name)).toThrow(/does not exist/);
  });

  test("makes one of a name only where that is asked for", () => {
    expect(failure({ name: "fresh" }).fault).toBe("no-such-device");
    const tap = open({ name: "fresh", create: true });
    expect(tap.name).toBe("fresh");
    closeTap(tap);
  });

  test("has the virtio header where it is asked for, and only there", () => {
    addTap(place, "header");
    const without = open({ name: "header" });
    expect([without.vnetHeader, link("header").vnet_hdr]).toEqual([0, false]);
    closeTap(without);
    const withHeader = open({ name: "header", vnetHdr: true, offloads: true });
    expect([withHeader.vnetHeader, link("header").vnet_hdr]).toEqual([10, true]);
    closeTap(withHeader);
    const longer = open({ name: "header", vnetHdr: true, vnetHdrSize: 12 });
    expect(longer.vnetHeader).toBe(12);
    closeTap(longer);
  });

  test("opens several queues of a TAP that was made for them", () => {
    place.run("ip", "tuntap", "add", "dev", "many", "mode", "tap", "multi_queue");
    const tap = open({ name: "many", queues: 4 });
    expect(new Set(tap.descriptors).size).toBe(4);
    expect(link("many").numqueues).toBe(4);
    closeTap(tap);
  });
});

describe("a TAP that cannot be opened says why, with errno, the call and the name", () => {
  const cases: [string, () => void, TapRequest, Partial<TapError>][] = [
    [
      "no such device",
      () => {},
      { name: "nothing" },
      { fault: "no-such-device", errno: "ENODEV", tap: "nothing" },
    ],
    [
      "a TUN",
      () => place.run("ip", "tuntap", "add", "dev", "tun9", "mode", "tun"),
      { name: "tun9" },
      { fault: "not-a-tap", errno: "EINVAL", call: "TUNSETIFF", tap: "tun9" },
    ],
    [
      "a bridge",
      () => place.run("ip", "link", "add", "br9", "type", "bridge"),
      { name: "br9" },
      { fault: "not-a-tap", errno: "EINVAL", call: "TUNSETIFF", tap: "br9" },
    ],
    ["the loopback", () => {}, { name: "lo" }, { fault: "not-a-tap", tap: "lo" }],
    [
      "several queues of a TAP made with one",
      () => addTap(place, "single"),
      { name: "single", queues: 2 },
      { fault: "flags", errno: "EINVAL", call: "TUNSETIFF" },
    ],
    [
      "one queue of a TAP made for several",
      () => place.run("ip", "tuntap", "add", "dev", "multi", "mode", "tap", "multi_queue"),
      { name: "multi" },
      { fault: "flags", errno: "EINVAL", call: "TUNSETIFF" },
    ],
    [
      "another interface's alternative name",
      () => place.run("ip", "link", "property", "add", "dev", "lo", "altname", "alternative"),
      { name: "alternative" },
      { fault: "busy", tap: "alternative" },
    ],
    ["a name that is too long", () => {}, { name: "sixteen-bytes-xx" }, { call: "openTap" }],
    ["a pattern", () => {}, { name: "tap%d", create: true }, { call: "openTap" }],
    ["a path", () => {}, { name: "../tap", create: true }, { call: "openTap" }],
    ["no queue at all", () => {}, { queues: 0 }, { fault: "flags" }],
    ["more queues than the kernel has", () => {}, { queues: 257 }, { fault: "flags" }],
  ];
  for (const [what, prepare, request, expected] of cases) {
    test(what, () => {
      prepare();
      const before = openDescriptors();
      const error = failure(request);
      expect(error).toMatchObject(expected);
      expect(error.message).toContain(request.name ?? "new TAP");
      expect(openDescriptors()).toBe(before);
    });
  }

  test("queues beside another program's that chose otherwise about the virtio header", () => {
    place.run("ip", "tuntap", "add", "dev", "shared", "mode", "tap", "multi_queue");
    const tap = open({ name: "shared", queues: 2 });
    expect(failure({ name: "shared", queues: 2, vnetHdr: true })).toMatchObject({
      fault: "flags",
      tap: "shared",
    });
    expect(link("shared").vnet_hdr).toBe(false);
    closeTap(open({ name: "shared", queues: 2 }));
    closeTap(tap);
    closeTap(open({ name: "shared", queues: 2, vnetHdr: true }));
  });

  test("one that another program has open", () => {
    addTap(place, "taken");
    const tap = open({ name: "taken" });
    expect(failure({ name: "taken" })).toMatchObject({ fault: "busy", errno: "EBUSY", call: "TUNSETIFF" });
    closeTap(tap);
    closeTap(open({ name: "taken" }));
  });
});

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}
