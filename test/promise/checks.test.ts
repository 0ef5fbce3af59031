/** Each check by itself: what it says of what is right and of what is wrong. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { restorePlan } from "../../src/plan/plan-json.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import { checkCapability } from "../../src/promise/capability.ts";
import { checkConfig } from "../../src/promise/config.ts";
import { checkDnsmasq } from "../../src/promise/dnsmasq.ts";
import { canServe } from "../../src/promise/dnsmasq-program.ts";
import { judgeTaps } from "../../src/promise/taps.ts";
import { inOneLine } from "../../src/promise/verdict.ts";
import { makeChange } from "../../src/tap/change.ts";
import { hasNetAdmin } from "../../src/tap/host/file-capability.ts";
import { compareEachTap } from "../../src/tap/tap-states.ts";
import { ors, orsWith, temporaryFolder } from "../commands/ors.ts";

const folder = temporaryFolder();

describe("config", () => {
  const files = [1, 2, 3, 4, 5].map((number) => ({ path: `f${number}`, content: `${number}`, mode: 0o640 }));
  const laid = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path);
    for (const file of files) writeFileSync(join(path, file.path), file.content);
    return path;
  };

  it("holds where every file is as it should be", () => {
    expect(checkConfig(files, laid("right"))).toEqual({
      holds: true,
      line: "5 files are what the parameters ask for",
    });
  });

  it("names the files that are missing or changed, a few of them, and the remedy", () => {
    const path = laid("wrong");
    rmSync(join(path, "f1"));
    for (const name of ["f2", "f3", "f4"]) writeFileSync(join(path, name), "x");
    expect(checkConfig(files, path)).toEqual({
      holds: false,
      line:
        "f1 is missing; f2 is not what the parameters ask for; f3 is not what the parameters ask for; " +
        "and 1 more: run `slapos node instance`",
    });
  });
});

describe("capability", () => {
  it("says which command gives it", () => {
    const program = join(folder, "netcapdo");
    writeFileSync(program, "");
    chmodSync(program, 0o755);
    expect(checkCapability(program, hasNetAdmin)).toEqual({
      holds: false,
      line: `${program} lacks CAP_NET_ADMIN, so no subtap can be made: as root, setcap cap_net_admin+ep ${program}`,
    });
  });

  it("holds where the file has it", (context) => {
    const program = join(folder, "netcapdo-granted");
    writeFileSync(program, "");
    if (spawnSync("setcap", ["cap_net_admin+p", program]).status !== 0)
      context.skip("setcap is not permitted");
    expect(checkCapability(program, hasNetAdmin)).toEqual({
      holds: true,
      line: `${program} has CAP_NET_ADMIN`,
    });
  });

  it("tells a program that was never built", () => {
    expect(checkCapability("/nowhere/netcapdo", hasNetAdmin).line).toBe(
      "/nowhere/netcapdo is missing: run `slapos node software`",
    );
  });
});

describe("dnsmasq", () => {
  const header =
    "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";
  const socket = (port: string, uid: number) =>
    `  1: 00000000000000000000000000000000:${port} 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 ${uid}        0 1 2 0 0\n`;
  const check = (table: string, uid: number | null) => {
    const sockets = join(folder, "udp6");
    const config = join(folder, "dnsmasq.cfg");
    writeFileSync(config, "");
    writeFileSync(sockets, header + table);
    return checkDnsmasq({ config, uid, sockets }).holds;
  };

  it("holds where this user listens on the port of DHCPv6", () => {
    expect(check(socket("0223", 1001), 1001)).toBe(true);
  });

  it.each([
    ["nobody listens", "", 1001],
    ["it is another user's", socket("0223", 1002), 1001],
    ["it is another port", socket("0224", 1001), 1001],
  ])("fails where %s", (_, table, uid) => {
    expect(check(table, uid)).toBe(false);
  });

  it("tells a configuration that is missing", () => {
    expect(checkDnsmasq({ config: "/nowhere/dnsmasq.cfg", uid: null, sockets: "/dev/null" })).toEqual({
      holds: false,
      isLasting: true,
      line: "/nowhere/dnsmasq.cfg is missing: run `slapos node instance`",
    });
  });

  it("is not waited for where the kernel has no IPv6", () => {
    const config = join(folder, "dnsmasq.cfg");
    writeFileSync(config, "");
    expect(checkDnsmasq({ config, uid: null, sockets: "/nowhere/udp6" })).toEqual({
      holds: false,
      isLasting: true,
      line: "/nowhere/udp6 cannot be read",
    });
  });

  describe("for a user", () => {
    const makeProgram = (name: string, capabilities?: string) => {
      const program = join(folder, name);
      writeFileSync(program, "x".repeat(10_000));
      const granted = capabilities === undefined || spawnSync("setcap", [capabilities, program]).status === 0;
      return granted ? program : undefined;
    };
    const makeScript = (program: string) => {
      writeFileSync(`${program}-script`, `#!/bin/sh\nexec "${program}" "$@"\n`);
      return `${program}-script`;
    };

    it("cannot serve without each of its capabilities, whether a script runs it or not", (context) => {
      const programs = [makeProgram("bare"), makeProgram("half", "cap_net_admin,cap_net_raw+ep")];
      for (const program of programs) {
        if (program === undefined) return context.skip("setcap is not permitted");
        expect(canServe(program)).toBe(false);
        expect(canServe(makeScript(program))).toBe(false);
      }
    });

    it("can serve with them", (context) => {
      const program = makeProgram("granted", "cap_net_bind_service,cap_net_admin,cap_net_raw+ep");
      if (program === undefined) return context.skip("setcap is not permitted");
      expect(canServe(program)).toBe(true);
      expect(canServe(makeScript(program))).toBe(true);
    });

    it("cannot serve where it is missing", () => {
      expect(canServe("/nowhere/dnsmasq")).toBe(false);
      expect(canServe(makeScript(join(folder, "never-built")))).toBe(false);
    });
  });
});

describe("taps", () => {
  const state = { user: 0, links: [], addresses: [], routes: [] };
  const judge = (plan: TapPlan, down: ReadonlySet<string> = new Set()) =>
    judgeTaps(plan, down, compareEachTap(plan, down, state));
  const tap = (number: number, part: string) => ({
    name: `slaptap0-${number}`,
    ru: `RU${number}`,
    network: `2001:db8:${part}::/48`,
    gateway: `2001:db8:${part}::1`,
    addr: `2001:db8:${part}:ffff:ffff:ffff:ffff:ffff`,
  });

  it("fails where the node gave no TAP", () => {
    const plan = { slaptap: null, range: null, taps: [] };
    expect(judge(plan)).toMatchObject({
      holds: false,
      line: expect.stringMatching(/no TAP/),
    });
  });

  it("fails where the one Radio Unit's slaptap is not there", () => {
    const one = { ...tap(1, "1"), name: "slaptap0" };
    const plan = restorePlan({ slaptap: "slaptap0", range: one.network, taps: [one] });
    expect(judge(plan)).toEqual({
      holds: false,
      line: "slaptap0 does not exist: run `slapos node format --now`",
    });
  });

  it("says what is missing in its own words, not as if it had been made", () => {
    const changes = [makeChange("created", "slaptap0-2", "link", null, null)];
    const taps = [tap(1, "1"), tap(2, "2")];
    const plan = restorePlan({ slaptap: "slaptap0", range: "2001:db8::/46", taps });
    expect(judgeTaps(plan, new Set(), { changes, refusals: [] }).line).toMatch(/^slaptap0-2 link: missing: /);
  });

  it("tells subtaps that are as planned from those that an operator has taken down", () => {
    const taps = [tap(1, "1"), tap(2, "2"), tap(3, "3")];
    const plan = restorePlan({ slaptap: "slaptap0", range: "2001:db8::/46", taps });
    const difference = { changes: [], refusals: [], leftAlone: [] };
    expect(judgeTaps(plan, new Set(["slaptap0-2", "slaptap9-1"]), difference).line).toBe(
      "2 TAPs are as planned; taken down by an operator: slaptap0-2",
    );
    expect(judgeTaps(plan, new Set(), difference).line).toBe("3 TAPs are as planned");
  });

  it("fails where the slaptap of two Radio Units is not there", () => {
    const taps = [tap(1, "1"), tap(2, "2")];
    const plan = restorePlan({ slaptap: "slaptap0", range: "2001:db8::/46", taps });
    expect(judge(plan)).toMatchObject({
      holds: false,
      line: expect.stringMatching(/slaptap0/),
    });
  });
});

/** What slapgrid gives a promise. */
const slapgridMs = 20_000;

describe("ors promise", () => {
  it("answers in time with one line whatever hangs", () => {
    const pipe = join(folder, "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    const { status, stdout } = orsWith({ timeoutMs: slapgridMs }, "promise", "taps", "--plan", pipe);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "taps: no answer within 15 s\n" });
  });

  it("says in one line what is wrong with parameters, and ends with 1", () => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, JSON.stringify({ configuration: { a: 1, b: 2, c: 3, d: 4, e: 5 }, shared: {} }));
    const { status, stdout, stderr } = ors("promise", "config", "--instance", file, "--output", folder);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^config: .*; and \d+ more\n$/);
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  it("refuses a check that does not exist", () => {
    const { status, stderr } = ors("promise", "tapz");
    expect(status).toBe(2);
    expect(stderr).toMatch(/unknown promise "tapz".*config, taps, capability, dnsmasq/);
  });
});

it("a line of many problems shows three of them", () => {
  expect(inOneLine(["a", "b", "c"])).toBe("a; b; c");
  expect(inOneLine(["a", "b", "c", "d", "e"])).toBe("a; b; c; and 2 more");
});
