/** `ors switch show`: who is where, drawn. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Canvas, formatSwitchPicture, maxDrawnAddresses } from "../../src/report/switch/picture.ts";
import type { SwitchPicture, SwitchPort } from "../../src/report/switch/reports.ts";

const plain: Canvas = { width: 100, isUnicode: true, paint: (_, text) => text };
const port: SwitchPort = {
  name: "host",
  endpoint: "tap slaptap16",
  is_up: true,
  access: null,
  trunk: "100,200-220",
  native: null,
  isolated: false,
  flood: 0,
  addresses: 1,
};
const picture: SwitchPicture = {
  generation: 2,
  ports: [
    port,
    { ...port, name: "ru1", endpoint: "tap slaptap16-1", access: 100, trunk: null, isolated: true },
    {
      ...port,
      name: "ru2",
      endpoint: "tap slaptap16-2",
      access: 100,
      trunk: null,
      isolated: true,
      is_up: false,
      addresses: 0,
    },
  ],
  vlans: [
    { vlans: "100", untagged: ["ru1", "ru2"], tagged: ["host"] },
    { vlans: "200", untagged: [], tagged: ["host"] },
    { vlans: "202-220", untagged: [], tagged: ["host"] },
  ],
  addresses: [
    { vlan: 100, mac: "02:00:00:00:00:01", port: "host", age: 3.7 },
    { vlan: 100, mac: "02:00:00:00:00:02", port: "ru1", age: 0.2 },
    { vlan: 205, mac: "02:00:00:00:00:01", port: "host", age: 12 },
  ],
};

test("each VLAN has its ports, and each port who is behind it", () => {
  expect(formatSwitchPicture(picture, plain)).toEqual([
    "3 ports, 2 up; 3 addresses; configuration 2",
    "",
    "VLAN 100",
    "├─ host  up    tagged              tap slaptap16",
    "│    02:00:00:00:00:01  3 s ago",
    "├┄ ru1   up    untagged, isolated  tap slaptap16-1",
    "│    02:00:00:00:00:02  0 s ago",
    "└┄ ru2   down  untagged, isolated  tap slaptap16-2",
    "",
    "VLANs 200, 202-220",
    "└─ host  up    tagged              tap slaptap16",
    "     02:00:00:00:00:01  VLAN 205  12 s ago",
  ]);
});

test("where there is no room for it, the endpoint stands below its port", () => {
  const lines = formatSwitchPicture(picture, { ...plain, width: 45 });
  expect(lines.slice(2, 7)).toEqual([
    "VLAN 100",
    "├─ host  up    tagged",
    "│    tap slaptap16",
    "│    02:00:00:00:00:01  3 s ago",
    "├┄ ru1   up    untagged, isolated",
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(45);
});

test("without UTF-8 it is drawn in ASCII, and colours change no column", () => {
  const lines = formatSwitchPicture(picture, { ...plain, isUnicode: false });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that nothing but ASCII is there is what is asked
  expect(lines.join("\n")).toMatch(/^[\x00-\x7f]+$/);
  expect(lines).toContain("`. ru2   down  untagged, isolated  tap slaptap16-2");
  const coloured = formatSwitchPicture(picture, {
    ...plain,
    paint: (_, text) => `\u001b[32m${text}\u001b[0m`,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
  expect(coloured.map((line) => line.replace(/\u001b\[\d+m/g, ""))).toEqual(
    formatSwitchPicture(picture, plain),
  );
});

test("of many addresses the newest are drawn, and how many more there are", () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    vlan: 100,
    mac: `02:00:00:00:01:${index + 10}`,
    port: "ru1",
    age: 100 - index,
  }));
  const lines = formatSwitchPicture({ ...picture, addresses: many }, plain);
  const own = lines.filter((line) => line.includes("02:00"));
  expect(own).toHaveLength(maxDrawnAddresses);
  expect(own[0]).toBe("│    02:00:00:00:01:29  81 s ago");
  expect(lines).toContain("│    and 12 more: `ors switch show addresses`");
});

test("a long list of VLANs takes several lines, and a switch without ports says so", () => {
  const vlans = Array.from({ length: 30 }, (_, index) => ({
    vlans: `${100 + 2 * index}`,
    untagged: [],
    tagged: ["host"],
  }));
  const lines = formatSwitchPicture({ ...picture, vlans }, { ...plain, width: 40 });
  expect(lines.slice(2, 4)).toEqual([
    "VLANs 100, 102, 104, 106, 108, 110, 112,",
    "  114, 116, 118, 120, 122, 124, 126,",
  ]);
  expect(formatSwitchPicture({ ...picture, ports: [] }, plain)).toEqual(["no ports"]);
});

test("whatever the ports are called and however many they are, each stands once in each of its VLANs", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,40}$/);
  const anyPort = fc.record({
    name,
    endpoint: fc.stringMatching(/^tap [a-z0-9-]{1,15}$/),
    is_up: fc.boolean(),
    isolated: fc.boolean(),
    isTagged: fc.boolean(),
  });
  const anyPorts = fc.uniqueArray(anyPort, { selector: (one) => one.name, minLength: 1, maxLength: 60 });
  const anyCanvas = fc.record({ width: fc.integer({ min: 20, max: 200 }), isUnicode: fc.boolean() });
  fc.assert(
    fc.property(anyPorts, anyCanvas, (given, canvas) => {
      const namesOf = (isTagged: boolean) =>
        given.filter((one) => one.isTagged === isTagged).map((one) => one.name);
      const vlans = [10, 20].map((vlan) => ({
        vlans: `${vlan}`,
        untagged: namesOf(false),
        tagged: namesOf(true),
      }));
      const [one, ...others] = given;
      const addresses = [{ vlan: 10, mac: "02:00:00:00:00:01", port: one?.name ?? "", age: 1 }];
      const ports = given.map(({ isTagged: _, ...own }) => ({ ...port, ...own }));
      const lines = formatSwitchPicture({ generation: 1, ports, vlans, addresses }, { ...plain, ...canvas });
      expect(lines[0]).toContain(`${given.filter(({ is_up }) => is_up).length} up; 1 address;`);
      const rows = lines
        .filter((line) => /^(?:[├└][─┄]|[|`][-.]) /.test(line))
        .map((line) => line.split(/ +/));
      const drawn = rows.map(([branch, portName, state]) => [portName, state, /[.┄]$/.test(branch ?? "")]);
      // both VLANs have the same ports, and stand together
      const order = [...drawn].sort();
      expect(order).toEqual(
        given.map((each) => [each.name, each.is_up ? "up" : "down", each.isolated]).sort(),
      );
      expect(lines.filter((line) => line.includes("02:00:00:00:00:01"))).toHaveLength(1);
      const longest = Math.max(...[one, ...others].map((each) => each?.name.length ?? 0));
      // what stands beside a name: branch, state, how it has the VLAN
      const room = Math.max(canvas.width, longest + "|. ".length + "  down  untagged, isolated".length, 60);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(room);
    }),
  );
});
