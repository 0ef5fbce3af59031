/** The release as SlapOS's repository has it: supplied by URL, built from the archive that the URL in it names. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../commands/ors.ts";
import { until } from "../support/until.ts";
import { repository } from "./environment.ts";
import { type Run, type SlaposNode, startNode } from "./node.ts";
import { layOpt } from "./opt.ts";
import { enb, sunwaveSites } from "./parameters.ts";
import { promiseResults, settle } from "./partition-state.ts";
import { laySlaposTree, makeRelease } from "./slapos-tree.ts";

vi.setConfig({ testTimeout: 900_000 });

const baseUrl = "http://127.0.0.1:8123";
const folder = temporaryFolder();
let node: SlaposNode;
let unavailable: string | null = null;

beforeAll(async () => {
  if (process.getuid?.() !== 0) {
    unavailable = "a node as in production needs root";
    return;
  }
  const prepare = (work: string) => {
    layOpt(work);
    laySlaposTree(join(work, "www"), baseUrl);
  };
  const release = `${baseUrl}/software/ors-amarisoft/software.cfg`;
  try {
    node = await startNode("production", { partitions: 1, prepare, release });
  } catch (cause) {
    unavailable = (cause as Error).message;
    return;
  }
  await node.shell(
    `cd ${node.work}/www; python3 -m http.server 8123 --bind 127.0.0.1 > ${node.work}/www.log 2>&1 &`,
  );
  const ask = `python3 -c 'import socket; socket.create_connection(("127.0.0.1", 8123))'`;
  await until(async () => (await node.shell(ask)).exit === 0, "the tree is served");
}, 900_000);

afterAll(async () => {
  await node?.stop();
});

it("the archive has the same bytes whenever it is made", () => {
  const [first, second] = ["first", "second"].map((name) => makeRelease(join(folder, name)));
  expect(second).toEqual(first);
  const content = readFileSync(join(folder, "second", first?.archive ?? ""));
  expect(createHash("sha512").update(content).digest("hex")).toBe(first?.sha512sum);
});

it("every file that the profile names has the digest that SlapOS's repository asks for", () => {
  const release = join(repository, "software/ors-amarisoft");
  const hashes = readFileSync(join(release, "buildout.hash.cfg"), "utf8");
  const named = [...hashes.matchAll(/filename = (.*)\nmd5sum = (.*)/g)];
  expect(named.length).toBeGreaterThan(0);
  for (const [, name = "", sum] of named)
    expect(
      createHash("md5")
        .update(readFileSync(join(release, name)))
        .digest("hex"),
      name,
    ).toBe(sum);
});

describe("a release supplied by URL", () => {
  beforeEach((context) => {
    if (unavailable !== null) context.skip(unavailable);
  });

  it("is built without npm and without sources of JavaScript", async () => {
    const built = await node.call<Run>("software");
    expect(built.exit, built.said).toBe(0);
    const parts = readdirSync(join(node.software(), "parts/ors-amarisoft")).sort();
    expect(parts).toEqual(["dist", "node_modules", "package.json", "recipe", "trampoline"]);
    expect((await node.shell(`getcap -r ${node.software()}/parts`)).said.trim().split("\n").sort()).toEqual([
      expect.stringMatching(/\/ors-amarisoft\/trampoline\/netcapdo cap_net_admin=ep$/),
      expect.stringMatching(/\/ors-dnsmasq\/dnsmasq cap_net_bind_service,cap_net_admin,cap_net_raw=ep$/),
    ]);
    expect((await node.shell(`grep -c 'GET.*tar.gz' ${node.work}/www.log`)).said).toBe("1\n");
  });

  it("makes an instance whose promises hold, and which publishes what the monitor stack does", async () => {
    await node.request({ reference: "main", parameters: { ...enb, testing: false } });
    for (const one of sunwaveSites("main.", 2)) await node.request(one);
    await settle(node, {});
    const results = promiseResults(node.partition(0));
    expect(results.length).toBeGreaterThan(8);
    expect(results.filter(({ failed }) => failed)).toEqual([]);
    expect(await node.published("main")).toMatchObject({
      "ru-list": ["main.RU1", "main.RU2"],
      "monitor-base-url": "https://[2001:db8::1]:8196",
      "monitor-setup-url": "https://monitor.example.com/",
    });
  });

  it("says what to type where it was only unpacked, without its capabilities", async () => {
    const trampoline = `${node.software()}/parts/ors-amarisoft/trampoline/netcapdo`;
    await node.shell(`setcap -r ${trampoline}`);
    const run = await node.instance({ only: 0 });
    expect(run.exit).not.toBe(0);
    expect(promiseResults(node.partition(0)).filter(({ failed }) => failed)).toEqual([
      expect.objectContaining({
        title: "check-capability",
        message: expect.stringContaining(`as root, /opt/amarisoft/setcap ${trampoline}`),
      }),
    ]);
  });

  it("is refused where the archive is another than the profile says", async () => {
    await node.shell(
      `sed 's/sha512sum = ./sha512sum = x/' ${node.work}/www/software/ors-amarisoft/software.cfg > ${node.work}/www/software/ors-amarisoft/other.cfg`,
    );
    await node.call("supply", { url: `${baseUrl}/software/ors-amarisoft/other.cfg` });
    const { exit, said } = await node.call<Run>("software");
    expect(exit).not.toBe(0);
    expect(said).toMatch(/ors-amarisoft-[0-9.]+\.tar\.gz: its sha512 is [0-9a-f]{128}, and/);
  });

  it("is not a use of the profile for clones, which says where to look", async () => {
    await node.shell(`cp -r ${repository}/software-release ${node.work}/www/software-release`);
    await node.call("supply", { url: `${baseUrl}/software-release/software.cfg` });
    const { exit, said } = await node.call<Run>("software");
    expect(exit).not.toBe(0);
    expect(said).toMatch(/is no clone of the repository: .* software\/ors-amarisoft\/software\.cfg/);
  });
});
