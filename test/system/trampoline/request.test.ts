import { describe, expect, test } from "vitest";
import { clearLinks } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { kernelState, openStage, requestFor } from "./stage.ts";

let before: string;
const stage = useStage(async () => {
  const opened = await openStage();
  laySlaptap(opened.namespace, slaptap16);
  before = kernelState(opened.namespace);
  return opened;
});

/** Refused with this code and these words, and nothing changed. */
function refused(input: string | Uint8Array, code: number, words: RegExp): void {
  const outcome = stage.ask(input);
  expect({ status: outcome.status, stdout: outcome.stdout }).toEqual({ status: code, stdout: "" });
  expect(outcome.stderr).toMatch(words);
  expect(outcome.stderr).toMatch(/^netcapdo: [ -~…]+\n$/);
}

const [first, second] = splitOf(slaptap16, 2) as [WantedTap, WantedTap];
const lines = requestFor(2).split("\n");
const withLine = (at: number, line: string): string =>
  [...lines.slice(0, at), line, ...lines.slice(at + 1)].join("\n");
const withTap = (change: Partial<WantedTap>): string =>
  requestText("slaptap16", [{ ...first, ...change }, second]);

describe("a malformed request ends 2, says where, and changes nothing", () => {
  test("a request cut at every byte did not arrive whole", () => {
    const text = requestFor(1);
    for (let at = 0; at < text.length; at++) refused(text.slice(0, at), 2, /did not arrive whole/);
  });

  test.each([
    ["another version", withLine(0, "netcapdo 2"), /line 1: expected `netcapdo 1`/],
    ["no slaptap line", withLine(1, "tap x"), /line 2: expected `slaptap NAME`/],
    ["a slaptap line with more", withLine(1, "slaptap slaptap16 x"), /line 2: expected `slaptap NAME`/],
    ["an unknown line", withLine(2, "tun slaptap16-1"), /line 3: expected `tap/],
    ["an empty line", withLine(2, ""), /line 3: empty/],
    ["two spaces", withLine(2, (lines[2] ?? "").replace(" ", "  ")), /line 3: empty, or not one space/],
    ["a space at the end", withLine(2, `${lines[2]} `), /line 3: empty, or not one space/],
    ["a space before", withLine(2, ` ${lines[2]}`), /line 3: empty, or not one space/],
    ["a tab", withLine(2, (lines[2] ?? "").replace(" ", "\t")), /line 3: byte 0x09/],
    ["CR LF", requestFor(1).replaceAll("\n", "\r\n"), /line 1: byte 0x0d/],
    ["NUL in a name", withLine(1, "slaptap slap\0tap16"), /line 2: byte 0x00/],
    ["too few fields", withLine(2, "tap slaptap16-1 fd00::/64 fd00::1"), /line 3: expected `tap NAME/],
    ["a sixth field that is not down", withLine(2, `${lines[2]} up`), /line 3: expected `tap NAME/],
    ["seven fields", withLine(2, `${lines[2]} down down`), /line 3: more than 6 fields/],
    ["a line after end", `${requestFor(2)}tap x\n`, /line 6: nothing may follow `end`/],
    ["bytes after end", `${requestFor(2)}x`, /line 6: nothing may follow `end`/],
    ["a second request", requestFor(1) + requestFor(1), /nothing may follow `end`/],
    ["end with more", withLine(4, "end now"), /line 5: expected `tap/],
  ])("%s", (_, text, words) => refused(text, 2, words));

  test("binary noise", () => {
    let seed = 1;
    const noise = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed & 0xff;
    };
    for (let i = 0; i < 40; i++)
      refused(Uint8Array.from({ length: 1 + i * 7 }, noise), 2, /line \d+|arrive whole/);
    const valid = new TextEncoder().encode(requestFor(2));
    for (let i = 0; i < 60; i++) {
      const bent = valid.slice();
      bent[noise() % bent.length] = 0x80 | noise();
      refused(bent, 2, /line \d: byte 0x/);
    }
  });

  test("a line without end, and a million lines", () => {
    refused(`netcapdo 1\nslaptap slaptap16\ntap ${"x".repeat(100_000)}`, 2, /did not arrive whole/);
    refused(
      `netcapdo 1\nslaptap ${"x".repeat(900_000)}\nend\n`,
      2,
      /cannot name an interface, with 900000 bytes/,
    );
    refused(
      `netcapdo 1\nslaptap slaptap16\n${"tap\n".repeat(1_000_000)}end\n`,
      2,
      /longer than 1048576 bytes/,
    );
    refused(`netcapdo 1\nslaptap slaptap16\n${"x".repeat(2_000_000)}`, 2, /longer than 1048576 bytes/);
  });

  test("1024 subtaps are one more than there are numbers", () => {
    refused(requestFor(1024), 2, /slaptap16-1024 is not slaptap16-<number>, the number from 1 to 1023/);
  });

  test.each([
    "",
    ".",
    "..",
    "/",
    "a/b",
    "../x",
    "a:b",
    "%d",
    "tap%d",
    "all",
    "default",
    "ü",
    "taptap\u00a0",
    "x".repeat(16),
    "x".repeat(200),
  ])("slaptap name %j", (name) => refused(requestText(name, []), 2, /^netcapdo: line 2: /));

  test.each([
    "slaptap16-0",
    "slaptap16-01",
    "slaptap16-1024",
    "slaptap16-",
    "slaptap16--1",
    "slaptap16-+1",
    "slaptap16-1a",
    "slaptap16-1/../x",
    "slaptap161-1",
    "slaptap16-foo",
    "slaptap16",
    "slaptap1-1",
    "slaptap16-%d",
    "slaptap16-1:2",
    "slaptap16-99999",
    "x".repeat(16),
    "x".repeat(200),
    "slaptap16-ü",
    "slaptap16-1\0",
    "slaptap16-4294967297",
  ])("subtap name %j", (name) => refused(withTap({ name }), 2, /^netcapdo: line 3: /));

  test("a name of 15 bytes is taken, one that the number makes too long is not", () => {
    const long = { ...slaptap16, name: "slaptap-abcdefg" };
    const outcome = stage.ask(requestText(long.name, []));
    expect(outcome).toMatchObject({ status: 0, stdout: "ok 0 taps, 0 changes\n" });
    refused(
      requestText(long.name, splitOf(long, 1)),
      2,
      /slaptap-abcdefg-1 cannot name an interface, with 17 bytes/,
    );
  });

  test("a name twice", () =>
    refused(
      requestText("slaptap16", [first, { ...second, name: first.name }]),
      2,
      /slaptap16-1 is there twice/,
    ));

  test.each([
    "2401:5180:0:66:a280::",
    "2401:5180:0:66:a280::/",
    "2401:5180:0:66:a280::/0",
    "2401:5180:0:66:a280::/127",
    "2401:5180:0:66:a280::/128",
    "2401:5180:0:66:a280::/073",
    "2401:5180:0:66:a280::/+73",
    "2401:5180:0:66:a280::/7x",
    "2401:5180:0:66:a280::/99999999999",
    "::/0",
    "/73",
    "10.0.0.0/24",
    "::ffff:10.0.0.0/120",
    "::ffff:0a00:0/120",
    "2401:5180:0:66:a280::%lo/73",
    "2401:5180:0:66:a280:::/73",
    "2401:5180:0:66:a280::1/73",
    `${"0".repeat(60)}::/73`,
    "[2401::]/73",
    "2401:5180:0:66:a280::/73/73",
  ])("network %s", (network) => refused(withTap({ network }), 2, /^netcapdo: line 3: /));

  test.each([
    "x",
    "1.2.3.4",
    "::ffff:1.2.3.4",
    "::ffff:102:304",
    "fe80::1%lo",
    "2401:5180:0:66:a280::1/73",
    "2401:5180:0:66:a280::g",
  ])("gateway and addr %s", (bad) => {
    refused(withTap({ gateway: bad }), 2, /line 3: .* is not an IPv6 address/);
    refused(withTap({ addr: bad }), 2, /line 3: .* is not an IPv6 address/);
  });

  test("gateway or addr outside of the network, or both the same", () => {
    refused(
      withTap({ gateway: second.gateway }),
      2,
      /line 3: slaptap16-1 needs a gateway and another address, both in its network/,
    );
    refused(
      withTap({ addr: second.addr }),
      2,
      /line 3: slaptap16-1 needs a gateway and another address, both in its network/,
    );
    refused(withTap({ addr: first.gateway }), 2, /line 3: slaptap16-1 needs a gateway and another address/);
  });

  test("networks of two lengths, or overlapping", () => {
    refused(
      withTap({ network: "2401:5180:0:66:a280::/74", addr: "2401:5180:0:66:a280::2" }),
      2,
      /slaptap16-1 and slaptap16-2 have networks that overlap, or not of one length/,
    );
    refused(requestText("slaptap16", [first, { ...first, name: "slaptap16-2" }]), 2, /networks that overlap/);
  });

  test("and the kernel's state is what it was", () => expect(kernelState(stage.namespace)).toBe(before));
});

describe("arguments", () => {
  test("--version prints the version and reads nothing", () => {
    const outcome = stage.ask("rubbish", { args: ["--version"] });
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(outcome.stdout).toMatch(/^netcapdo 1\.0\.0\nglibc \d+\.\d+\n$/);
  });

  test.each([["--dry-rum"], ["-n"], ["slaptap16"], ["--dry-run", "x"], [""]])(
    "%s is refused with 2",
    (...args) => {
      const outcome = stage.ask(requestFor(1), { args });
      expect(outcome).toMatchObject({ status: 2, stdout: "" });
      expect(outcome.stderr).toMatch(/usage: netcapdo/);
      expect(kernelState(stage.namespace)).toBe(before);
    },
  );

  test("--dry-run says what would be done, and does nothing", () => {
    const outcome = stage.ask(requestFor(2), { args: ["--dry-run"] });
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toBe(
      ["slaptap16-1", "slaptap16-2"]
        .flatMap((name) => [
          `created ${name} link`,
          `changed ${name} up`,
          `created ${name} addr`,
          `created ${name} route-gateway`,
          `created ${name} route-network`,
        ])
        .concat("ok 2 taps, 10 changes\n")
        .join("\n"),
    );
    expect(kernelState(stage.namespace)).toBe(before);
  });

  test("what --dry-run said is what is then done, and 1023 subtaps are a request like any other", () => {
    const planned = stage.ask(requestFor(1023), { args: ["--dry-run"] });
    const done = stage.ask(requestFor(1023));
    expect(done).toMatchObject({ status: 0, stdout: planned.stdout, stderr: "" });
    expect(done.stdout).toMatch(/\nok 1023 taps, 5115 changes\n$/);
    expect(stage.namespace.ip("-6", "route")).toHaveLength(2 + 2 * 1023);
    expect(stage.ask(requestFor(1023)).stdout).toBe("ok 1023 taps, 0 changes\n");
    clearLinks(stage.namespace);
  });
});
