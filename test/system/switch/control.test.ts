/** The control socket: what it takes, from whom, and what it leaves alone. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SwitchPort } from "../../../src/report/switch/reports.ts";
import { cli } from "../../commands/ors.ts";
import { type Outcome, outcomeOf } from "../../support/netns.ts";
import { useStage } from "../../support/stage.ts";
import { openTapSwitch, tapOf } from "./tap-switch.ts";

const stage = useStage(openTapSwitch, { programs: ["ip"] });
const folder = mkdtempSync(join(tmpdir(), "ors-control-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const two = "ports:\n  a: {tap: ta, access: 10}\n  b: {tap: tb, trunk: '10,20'}\n";

beforeAll(async () => {
  if (process.getuid?.() !== 0) return;
  for (const port of ["a", "b", "c"]) stage.addTap(port);
});

function run(words: readonly string[], options: { input?: string; user?: number } = {}): Outcome {
  return stage.namespace.run([process.execPath, cli, "switch", ...words], options);
}
const apply = (text: string, ...more: string[]) =>
  run(["apply", "-", "--control", stage.control, ...more], { input: text });
const names = async () => {
  const { rows } = await stage.ask("? ports");
  return (rows as SwitchPort[]).map(({ name }) => name);
};

test("a configuration is taken, the same again changes nothing and says so", async () => {
  expect(apply(two)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("added a: tap ta, access 10"),
  });
  expect(apply(two)).toMatchObject({ status: 0, stdout: "nothing to change\n" });
  expect(run(["show", "configuration", "--control", stage.control]).stdout).toBe(two);
});

test("what is wrong is said with its place, all of it, and nothing is changed", async () => {
  await stage.ask(two);
  const { status, stderr } = apply("ports:\n  a: {tap: ta, access: 4095}\n  c: {tap: tc, acces: 1}\n");
  expect(status).toBe(2);
  expect(stderr).toContain("-:2:24: ports.a.access: 4095 is too large; expected: an integer from 1 to 4094");
  expect(stderr).toContain("-:3:16: ports.c.acces: unknown key; perhaps access");
  expect(apply("ports:\n  a: {access: 10}\n").stderr).toContain(
    "-:2:3: ports.a: it has no endpoint; expected: either tap, shm or radio",
  );
  expect(await names()).toEqual(["a", "b"]);
});

test("a TAP that cannot be opened refuses the whole configuration, and those that were opened are closed", async () => {
  await stage.ask(two);
  const { status, stderr } = apply(
    "ports:\n  c: {tap: tc, access: 10}\n  a: {tap: ta, access: 10}\n  x: {tap: tx, access: 10}\n",
  );
  expect(status).toBe(2);
  expect(stderr).toContain("-:4:12: ports.x.tap: tx: no such interface");
  expect(await names()).toEqual(["a", "b"]);
  const [link] = stage.namespace.ip("link", "show", "dev", tapOf("c"));
  expect(link?.flags, "nobody has it open").toContain("NO-CARRIER");
});

test("--dry-run says what would change, and changes nothing", async () => {
  await stage.ask(two);
  const { status, stdout } = apply("ports:\n  b: {tap: tb, trunk: '10,30'}\n", "--dry-run");
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: "would remove a: tap ta, access 10\nwould change b: tap tb, trunk 10,20 → tap tb, trunk 10,30\n",
  });
  expect(await names()).toEqual(["a", "b"]);
});

test("two ports exchange their TAPs in one configuration", async () => {
  await stage.ask(two);
  const { ok } = await stage.ask("ports:\n  a: {tap: tb, access: 10}\n  b: {tap: ta, access: 10}\n");
  expect(ok).toBe(true);
  const { rows } = await stage.ask("? ports");
  expect((rows as SwitchPort[]).map(({ name, endpoint, is_up }) => [name, endpoint, is_up])).toEqual([
    ["a", "tap tb", true],
    ["b", "tap ta", true],
  ]);
});

test("metrics and counters are of the ports that there are", async () => {
  await stage.ask(two);
  const { stdout } = run(["metrics", "--control", stage.control]);
  expect(stdout).toContain('ors_switch_port_up{port="a"} 1');
  expect(stdout.trimEnd().endsWith("# EOF")).toBe(true);
  const { ports } = JSON.parse(run(["show", "counters", "--json", "--control", stage.control]).stdout);
  expect(ports.map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
});

describe("who may ask", () => {
  test("the socket is its owner's alone", () => {
    expect(statSync(stage.control).mode & 0o777).toBe(0o600);
    chmodSync(join(stage.control, ".."), 0o755);
    const { status, stderr } = run(["show", "--control", stage.control], { user: 65_534 });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: `ors: ${stage.control}: the switch is another user's\n`,
    });
  });

  test("also where the file lets others in, only the owner and root are answered", () => {
    chmodSync(stage.control, 0o666);
    const { status } = run(["show", "--control", stage.control], { user: 65_534 });
    chmodSync(stage.control, 0o600);
    expect(status).not.toBe(0);
  });

  test("where no switch listens, that is said", () => {
    expect(run(["show", "--control", "/tmp/no-such.sock"])).toMatchObject({
      status: 4,
      stderr: "ors: /tmp/no-such.sock: no switch listens there\n",
    });
  });
});

describe("texts of hostile size and shape", () => {
  test("a configuration that is too long is refused before and behind the socket", async () => {
    const long = `# ${"x".repeat(140_000)}\nports: {}\n`;
    expect(apply(long)).toMatchObject({ status: 2, stderr: expect.stringContaining("at most 131072") });
    expect(await stage.ask(long)).toMatchObject({
      ok: false,
      issues: [{ what: "the message is too long" }],
    });
  });

  test.each([
    ["nothing but spaces", " "],
    ["an empty dictionary", "{}"],
    ["a list", "[]"],
    ["anchors that multiply", `a: &a [x,x,x,x,x,x,x,x,x]\n${multiply()}ports: *j\n`],
    ["deep nesting", `ports: ${"[".repeat(5000)}`],
    ["keys of objects", '{"ports": {"__proto__": {"tap": "ta", "access": 1}, "constructor": {}}}'],
    ["a question that is not known", "? sockets"],
    ["257 ports", JSON.stringify({ ports: makePorts(257) })],
    ["two documents", "ports: {}\n---\nports: {}\n"],
    ["a key twice", '{"ports": {}, "ports": {}}'],
  ])("%s is refused with a reason, and nothing is changed", async (_, text) => {
    await stage.ask(two);
    const { ok, issues } = await stage.ask(text);
    expect(ok).toBe(false);
    expect(issues.length).toBeGreaterThan(0);
    expect(await names()).toEqual(["a", "b"]);
  });

  test("random bytes end nothing", async () => {
    await stage.ask(two);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 300 }), async (text) => {
        expect((await stage.ask(text)).ok).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(await names()).toEqual(["a", "b"]);
  });
});

test("a path that is longer than a socket's address is reached", async () => {
  const deep = join(folder, "d".repeat(90), "e".repeat(90));
  mkdirSync(deep, { recursive: true });
  const path = join(deep, "switch.sock");
  const child = stage.namespace.start([process.execPath, cli, "switch", "run", "--control", path]);
  const ended = outcomeOf(child);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  expect(run(["show", "--control", path])).toMatchObject({ status: 0, stdout: "no ports\n" });
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ status: 0, signal: null });
});

test("a switch that is killed leaves the TAPs as they were, and another one takes its place", async () => {
  const path = join(folder, "killed.sock");
  const file = join(folder, "switch.yaml");
  writeFileSync(file, "ports:\n  c: {tap: tc, access: 10}\n");
  const before = stage.namespace.ip("link", "show", "dev", tapOf("c"));
  const start = async () => {
    const child = stage.namespace.start([
      process.execPath,
      cli,
      "switch",
      "run",
      "--control",
      path,
      "--config",
      file,
    ]);
    const ended = outcomeOf(child);
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    return { child, ended };
  };
  const first = await start();
  first.child.kill("SIGKILL");
  await first.ended;
  // the kernel closes what a killed process had in its ring a moment later
  await expect.poll(() => stage.namespace.ip("link", "show", "dev", tapOf("c"))).toEqual(before);
  const second = await start();
  expect(run(["show", "--control", path]).stdout).toContain("tap tc");
  second.child.kill("SIGTERM");
  expect((await second.ended).status).toBe(0);
});

test("a TAP that is deleted harms no other port, and comes back when it is made again", async () => {
  await stage.ask("ports:\n  a: {tap: ta, access: 10}\n  v: {tap: tv, access: 10}\n").catch(() => undefined);
  stage.namespace.sh("ip tuntap add dev tv mode tap && ip link set tv up");
  expect((await stage.ask("ports:\n  a: {tap: ta, access: 10}\n  v: {tap: tv, access: 10}\n")).ok).toBe(true);
  const isUp = async (port: string) => {
    const { rows } = await stage.ask("? ports");
    return (rows as SwitchPort[]).find(({ name }) => name === port)?.is_up;
  };
  stage.namespace.sh("ip link delete tv");
  await expect.poll(() => isUp("v")).toBe(false);
  expect(await isUp("a")).toBe(true);
  stage.namespace.sh("ip tuntap add dev tv mode tap && ip link set tv up");
  await expect.poll(() => isUp("v")).toBe(true);
  stage.namespace.sh("ip link delete tv");
});

/** Aliases of aliases: nine to the tenth entries. */
function multiply(): string {
  const letters = "abcdefghij".split("");
  return letters
    .slice(1)
    .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(`*${letters[index]}`).join(",")}]\n`)
    .join("");
}

function makePorts(count: number): object {
  const entries = Array.from({ length: count }, (_, index) => [`p${index}`, { tap: `p${index}`, access: 1 }]);
  return Object.fromEntries(entries);
}
