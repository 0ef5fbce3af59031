/** Small parts of a partition by themselves. */
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import type { NetworkInterfaceInfo } from "node:os";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAmarisoft } from "../../src/slapos/node/amarisoft.ts";
import { findLanAddress } from "../../src/slapos/node/lan-address.ts";
import { quotePythonString, quoteShellWord } from "../../src/slapos/partition/quote.ts";
import { endOutdated } from "../../src/slapos/services/end-outdated.ts";
import { hangUp } from "../../src/slapos/services/hang-up.ts";
import { rotateLogs } from "../../src/slapos/services/rotate-logs.ts";
import { renderService } from "../../src/slapos/services/service.ts";
import { temporaryFolder } from "../commands/ors.ts";
import { until } from "../support/until.ts";

const folder = temporaryFolder();

describe("the LAN address", () => {
  const ipv4 = (address: string, netmask = "255.255.255.0"): NetworkInterfaceInfo[] => [
    { address, netmask, family: "IPv4", mac: "", internal: address.startsWith("127."), cidr: null },
  ];
  const header = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT";
  const route = (name: string, metric: number) =>
    `${name} 00000000 0100000A 0003 0 0 ${metric} 00000000 0 0 0`;

  it("is that of the interface with the default route of the lowest metric", () => {
    const interfaces = { lo: ipv4("127.0.0.1"), eth0: ipv4("10.0.0.1"), eth1: ipv4("10.0.1.1") };
    const routes = [header, route("eth0", 200), route("eth1", 100)].join("\n");
    expect(findLanAddress(interfaces, routes, null)).toBe("10.0.1.1");
  });

  it("is never the loopback's, a TAP's or a partition's", () => {
    const interfaces = {
      lo: ipv4("127.0.0.1"),
      slaptap3: ipv4("10.0.0.1"),
      mytap: ipv4("10.0.1.1"),
      "mytap-1": ipv4("10.0.2.1"),
      re6stnet0: ipv4("10.0.3.1", "255.255.255.255"),
    };
    expect(findLanAddress(interfaces, "", "mytap")).toBeNull();
    expect(findLanAddress({ ...interfaces, wlan0: ipv4("10.0.4.1") }, "", "mytap")).toBe("10.0.4.1");
  });
});

describe("quoting", () => {
  it("gives sh the word that was meant, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && !/\p{Cs}/u.test(text)),
        (text) => {
          const command = `printf %s ${quoteShellWord(text)}`;
          const { stdout } = execaSync("sh", ["-c", command], { stripFinalNewline: false });
          expect(stdout).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives Python the text that was meant, whatever is in it", () => {
    const texts = fc.sample(fc.string({ unit: "binary" }), 300);
    const script = `import json\nprint(json.dumps([${texts.map(quotePythonString).join(",\n")}]))\n`;
    expect(script.split("\n").length).toBeLessThan(310);
    expect(JSON.parse(execaSync("python3", ["-"], { input: script }).stdout)).toEqual(texts);
  });
});

describe("Amarisoft's folder", () => {
  it("gives the newest version and what the newest licence key says", () => {
    const opt = join(folder, "amarisoft");
    for (const name of ["v2024-11-21", "v2025-03-01", "vnext", ".amarisoft"])
      mkdirSync(join(opt, name), { recursive: true });
    const key = (name: string, date: string, time: number) => {
      const path = join(opt, ".amarisoft", name);
      writeFileSync(
        path,
        Buffer.concat([
          Buffer.alloc(260, "version=no\n"),
          Buffer.from(`a=b\nversion=${date}\nhost_id=${name}\nc=d\n`),
        ]),
      );
      utimesSync(path, time, time);
    };
    key("a.key", "2026-01-01", 2000);
    key("b.key", "2025-01-01", 1000);
    expect(readAmarisoft(opt)).toEqual({
      folder: opt,
      version: "v2025-03-01",
      licenseExpiration: "2026-01-01",
      hostId: "a.key",
    });
  });

  it("is as good as empty where it is not there", () => {
    const nothing = { version: null, licenseExpiration: null, hostId: null };
    expect(readAmarisoft("/nowhere")).toEqual({ folder: "/nowhere", ...nothing });
  });
});

describe("a log that has grown", () => {
  it("is moved on and emptied in its place, and five older ones are kept", () => {
    const logs = join(folder, "log");
    mkdirSync(logs);
    const grown = (text: string) => writeFileSync(join(logs, "a.log"), text.repeat(11 * 2 ** 20));
    const inode = () => statSync(join(logs, "a.log")).ino;
    writeFileSync(join(logs, "a.log"), "");
    const before = inode();
    for (const text of ["1", "2", "3", "4", "5", "6", "7"]) {
      grown(text);
      rotateLogs(logs);
    }
    expect(statSync(join(logs, "a.log")).size).toBe(0);
    expect(inode()).toBe(before);
    const first = [1, 2, 3, 4, 5, 6].map((number) => {
      const path = join(logs, `a.log.${number}`);
      return statSync(path, { throwIfNoEntry: false }) && readFileSync(path, "latin1")[0];
    });
    expect(first).toEqual(["7", "6", "5", "4", "3", undefined]);
  });

  it("is left alone below the limit, or where its writer rotates it", () => {
    const logs = join(folder, "spared");
    mkdirSync(logs);
    writeFileSync(join(logs, "small.log"), "x");
    writeFileSync(join(logs, "own.log"), "x".repeat(11 * 2 ** 20));
    rotateLogs(logs, ["own.log"]);
    expect(statSync(join(logs, "small.log.1"), { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(join(logs, "own.log.1"), { throwIfNoEntry: false })).toBeUndefined();
  });
});

describe("a running service", () => {
  const partition = join(folder, "slappart0");
  mkdirSync(join(partition, "var/run"), { recursive: true });
  const sleeping = { name: "enb", script: ["exec sleep 60"] };
  const file = (content: string) => [{ path: "etc/enb.cfg", content, mode: 0o640 }];
  const note = join(partition, "var/run/enb.started");
  const start = async (content: string, script: readonly string[] = sleeping.script) => {
    writeFileSync(note, "");
    const service = renderService({ ...sleeping, script, reads: file(content) }, partition);
    const path = join(folder, "enb");
    writeFileSync(path, service.file.content, { mode: 0o755 });
    const child = execa(path, { detached: true, stdio: "ignore", reject: false });
    const gone = child.then(({ signal }) => signal);
    await until(() => readFileSync(note, "utf8").startsWith(`${child.pid} `), "the service notes its start");
    return { service, child, gone };
  };

  it("is ended when what it reads has changed since it started, and not otherwise", async () => {
    const { service, child, gone } = await start("1");
    expect(await endOutdated(partition, [service])).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
    const changed = renderService({ ...sleeping, reads: file("2") }, partition);
    expect(await endOutdated(partition, [changed])).toEqual(["enb"]);
    expect(await gone).toBe("SIGTERM");
  });

  it("is killed where it does not end by itself", async () => {
    const { child, gone } = await start("1", ["trap '' TERM", "exec sleep 60"]);
    await until(() => ignoresTerm(child.pid), "the service ignores SIGTERM");
    const changed = renderService({ ...sleeping, reads: file("2") }, partition);
    expect(await endOutdated(partition, [changed], 100)).toEqual(["enb"]);
    expect(await gone).toBe("SIGKILL");
  });

  it("reads anew what has changed, once, and not before it can", async () => {
    const heard = join(folder, "heard");
    const waits = `until [ -e ${join(folder, "ready")} ]; do sleep 0.02; done`;
    const script = [waits, `trap 'echo HUP >> ${heard}' HUP`, "while :; do sleep 0.02; done"];
    const { child, gone } = await start("1", script);
    const rendered = (content: string) => [
      renderService({ ...sleeping, reads: [], rereads: file(content) }, partition),
    ];
    expect(hangUp(partition, rendered("1"))).toEqual([]);
    writeFileSync(join(folder, "ready"), "");
    await until(() => hangUp(partition, rendered("2")).length > 0, "the service takes SIGHUP");
    await until(() => countLines(heard) === 1, "it was told once");
    expect(hangUp(partition, rendered("2"))).toEqual([]);
    expect(hangUp(partition, rendered("3"))).toEqual(["enb"]);
    await until(() => countLines(heard) === 2, "it was told of the change");
    process.kill(-(child.pid ?? 0), "SIGKILL");
    await gone;
    expect(hangUp(partition, rendered("4"))).toEqual([]);
  });

  it("is another process where the number is the same and the start is not", async () => {
    writeFileSync(note, `${process.pid} 1 0123456789abcdef\n`);
    expect(await endOutdated(partition, [renderService({ ...sleeping, reads: [] }, partition)])).toEqual([]);
  });
});

function countLines(path: string): number {
  return statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
}

/** SigIgn of proc(5). */
function ignoresTerm(pid: number | undefined): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (BigInt(`0x${mask}`) & (1n << 14n)) !== 0n;
}
