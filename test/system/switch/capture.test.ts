/** `ors switch capture` at a running switch, as Wireshark's own library reads it; and `ors switch show`. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodePcap } from "../../../src/frame/pcap.ts";
import { cli } from "../../commands/ors.ts";
import { type Outcome, outcomeOf } from "../../support/netns.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { openTapSwitch, type TapSwitch } from "./tap-switch.ts";

const ports = { a: { trunk: "10,20" }, b: { access: 10 }, c: { access: 10, isolated: true } };
const stage = useStage(openTapSwitch, {
  programs: ["ip", "tcpdump"],
  before: (place) => place.configure(ports, { ageing: 300 }),
});
const folder = mkdtempSync(join(tmpdir(), "ors-capture-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const toAll = "ffffffffffff";
const [stationA, stationB] = ["02000000000a", "02000000000b"];
const tagged = Buffer.from(`${toAll}${stationA}8100000a0800${"aa".repeat(50)}`, "hex");
const answer = Buffer.from(`${stationA}${stationB}0800${"bb".repeat(50)}`, "hex");

type Running = { readonly ended: Promise<Outcome>; readonly kill: (signal: NodeJS.Signals) => void };

/** A capture that has begun. */
async function start(place: TapSwitch, ...words: readonly string[]): Promise<Running> {
  const command = [process.execPath, cli, "switch", "capture", ...words, "--control", place.control];
  const child = place.namespace.start(command);
  const ended = outcomeOf(child);
  let said = "";
  await Promise.race([
    new Promise<void>((resolve) =>
      child.stderr?.on("data", (text) => {
        said += text;
        if (said.includes("capturing")) resolve();
      }),
    ),
    ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  return { ended, kill: (signal) => void child.kill(signal) };
}

const receivedBy = async (port: string) => (await stage.counters()).get(port)?.received ?? 0;

/** What tcpdump makes of a capture: a line a frame, with the Ethernet header. */
function dissect(file: string): string[] {
  const read = stage.namespace.run(["tcpdump", "-n", "-e", "-t", "-r", "-"], { input: readFileSync(file) });
  expect(read, read.stderr).toMatchObject({ status: 0 });
  return read.stdout.split("\n").filter((line) => /^[0-9a-f:]{17} > /.test(line));
}

test.each(["pcap", "pcapng"])(
  "what a port gets and sends is in a %s file, which tcpdump reads",
  async (format) => {
    const file = join(folder, `both.${format}`);
    const running = await start(stage, "a", "--pcap", file, "--count", "2");
    await stage.receive("a", tagged);
    await stage.receive("b", answer);
    expect(await running.ended).toMatchObject({ status: 0, stdout: '2 frames of port "a", 0 lost\n' });
    const lines = dissect(file);
    expect(lines[0]).toContain(
      "02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff, ethertype 802.1Q (0x8100), length 68: vlan 10",
    );
    expect(lines[1]).toContain(
      "02:00:00:00:00:0b > 02:00:00:00:00:0a, ethertype 802.1Q (0x8100), length 68: vlan 10",
    );
    expect(lines).toHaveLength(2);
    const out = Buffer.concat([answer.subarray(0, 12), Buffer.from("8100000a", "hex"), answer.subarray(12)]);
    expect(decodePcap(readFileSync(file))).toEqual({ frames: [tagged, out] });
    expect(statSync(file).mode & 0o777).toBe(0o640);
  },
);

test("on standard output it goes through a pipe, and a signal ends it with what there is", async () => {
  const command = `exec ${process.execPath} ${cli} switch capture b --pcap - --control ${stage.control} --direction out`;
  const child = stage.namespace.start(["sh", "-c", command]);
  const pieces: Buffer[] = [];
  child.stdout?.on("data", (bytes) => pieces.push(bytes));
  const ended = outcomeOf(child);
  const bytes = () => Buffer.concat(pieces);
  await until(() => bytes().length >= 24, "the file has begun");
  await stage.receive("b", answer);
  await stage.receive("a", tagged);
  await until(() => bytes().length > 24, "a frame came");
  child.kill("SIGINT");
  const { status, stderr } = await ended;
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: 'capturing at port "b"; Ctrl-C ends it\n1 frame of port "b", 0 lost\n',
  });
  const bare = Buffer.concat([tagged.subarray(0, 12), tagged.subarray(16)]);
  expect(decodePcap(bytes())).toEqual({ frames: [bare] });
});

test("a reader that stands still loses frames and counts them; the switch forwards every one", async () => {
  const file = join(folder, "slow.pcapng");
  const running = await start(stage, "a", "--pcap", file, "--direction", "in", "--json");
  running.kill("SIGSTOP");
  const frame = Buffer.concat([tagged, Buffer.alloc(1400)]);
  const before = (await stage.counters()).get("a");
  const sent = 6000;
  for (let number = 1; number <= sent; number++) {
    stage.socketOf("a").send(frame);
    // no more at a time than the TAP's queue holds
    if (number % 400 === 0) {
      const least = (before?.received ?? 0) + number;
      await until(async () => (await receivedBy("a")) >= least, "the switch has received them");
    }
  }
  const after = (await stage.counters()).get("a");
  expect((after?.forwarded ?? 0) - (before?.forwarded ?? 0)).toBe(sent);
  running.kill("SIGCONT");
  running.kill("SIGTERM");
  const { status, stdout } = await running.ended;
  const report = JSON.parse(stdout);
  expect({ status, end: report.end, all: report.frames + report.lost }).toEqual({
    status: 0,
    end: "stopped",
    all: sent,
  });
  expect(report.lost).toBeGreaterThan(0);
  const read = decodePcap(readFileSync(file));
  expect("frames" in read && read.frames.length).toBe(report.frames);
});

test("a full disk ends a capture, whose file is whole; another one of the same port has every frame", async () => {
  const { namespace } = stage;
  namespace.sh(
    `mkdir -p ${namespace.folder}/small && mount -t tmpfs -o size=16k tmpfs ${namespace.folder}/small`,
  );
  const file = join(folder, "beside.pcapng");
  const beside = await start(stage, "a", "--pcap", file);
  const sent = 40;
  for (const format of ["pcap", "pcapng"]) {
    const full = `small/full.${format}`;
    const running = await start(stage, "a", "--pcap", join(namespace.folder, full));
    for (let number = 0; number < sent; number++)
      await stage.receive("a", Buffer.concat([tagged, Buffer.alloc(1000)]));
    const { status, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringContaining("ENOSPC: no space left"),
    });
    const kept = dissect(join(namespace.folderOutside, full)).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(sent);
    namespace.sh(`rm ${namespace.folder}/${full}`);
  }
  beside.kill("SIGINT");
  expect(await beside.ended).toMatchObject({ status: 0, stdout: `${2 * sent} frames of port "a", 0 lost\n` });
  expect(dissect(file)).toHaveLength(2 * sent);
});

test("a reader that is killed harms nothing", async () => {
  const running = await start(stage, "a", "--pcap", join(folder, "killed.pcap"));
  running.kill("SIGKILL");
  await running.ended;
  const { out } = await stage.receive("a", tagged);
  expect(Object.keys(out).sort()).toEqual(["b", "c"]);
});

test("a port that is taken away ends the capture, which keeps what it has", async () => {
  const file = join(folder, "taken.pcap");
  const running = await start(stage, "c", "--pcap", file);
  await stage.receive("a", tagged);
  await stage.configure({ a: ports.a, b: ports.b }, { ageing: 300 });
  const { status, stdout, stderr } = await running.ended;
  expect({ status, stdout }).toEqual({ status: 4, stdout: '1 frame of port "c", 0 lost\n' });
  expect(stderr).toContain("the port was taken away");
  expect(dissect(file)).toHaveLength(1);
});

test("a switch ends although the reader of a capture stands still", async () => {
  const own = await openTapSwitch();
  try {
    await own.configure(ports, { ageing: 300 });
    const running = await start(own, "a", "--pcap", join(folder, "end.pcap"));
    running.kill("SIGSTOP");
    const ended = new Promise((resolve) => own.child.once("close", resolve));
    own.child.kill("SIGTERM");
    expect(await ended).toBe(0);
    running.kill("SIGCONT");
    expect(await running.ended).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("the switch ended\n"),
    });
  } finally {
    await own.close();
  }
});

test("what cannot be is refused, and no file is made", () => {
  const capture = (...words: string[]) =>
    stage.namespace.run([process.execPath, cli, "switch", "capture", ...words, "--control", stage.control]);
  const file = join(folder, "none.pcap");
  expect(capture("x", "--pcap", file)).toMatchObject({
    status: 2,
    stderr: 'unknown port "x"; expected: one of a, b, c\n',
  });
  expect(() => statSync(file)).toThrow("ENOENT");
  expect(capture("a", "--pcap", join(folder, "no", "folder"))).toMatchObject({ status: 4 });
  expect(capture("a", "--pcap", "-", "--json")).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("--json and --pcap -"),
  });
});

test("a time ends a capture, too", async () => {
  const running = await start(stage, "a", "--pcap", join(folder, "time.pcap"), "--for", "0.2");
  expect(await running.ended).toMatchObject({ status: 0, stdout: '0 frames of port "a", 0 lost\n' });
});

test("the picture has ports, who is behind them, and what is down and isolated", async () => {
  await stage.receive("a", tagged);
  stage.namespace.sh("ip link set tb down");
  const show = (...words: string[]) =>
    stage.namespace.run([process.execPath, cli, "switch", "show", ...words, "--control", stage.control], {
      env: { LANG: "C" },
    });
  await until(() => show().stdout.includes("2 up"), "port b is down");
  const lines = show().stdout.split("\n");
  expect(lines.slice(1, 4)).toEqual(["", "VLAN 10", "|- a  up    tagged              tap ta"]);
  expect(lines[4]).toMatch(/^\| {4}02:00:00:00:00:0a {2}\d+ s ago$/);
  expect(lines.slice(5, 7)).toEqual([
    "|- b  down  untagged            tap tb",
    "`. c  up    untagged, isolated  tap tc",
  ]);
  const { ports: shown, vlans, addresses } = JSON.parse(show("--json").stdout);
  expect([shown.length, vlans.length, addresses.length]).toEqual([3, 2, 1]);
  stage.namespace.sh("ip link set tb up");
});
