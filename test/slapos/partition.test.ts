/** `ors partition`: what a partition gets, and what becomes of bad input and a full disk. */

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { execa, execaSync } from "execa";
import { describe, expect, it } from "vitest";
import { cli, orsWith, temporaryFolder } from "../commands/ors.ts";
import { enb, lopcomm, lopcommSites, lteCell, nrCell, sdr } from "./parameters.ts";

const folder = temporaryFolder();
let count = 0;

describe("a partition", () => {
  it("is named file by file, with each file's mode", () => {
    const { partition, answer } = made(instance(lopcommSites("", 2)));
    expect(filesBelow(partition).sort()).toEqual(
      [...answer.files, ".ors-files.json", ".ors/stamp.json"].sort(),
    );
    expect(answer.files).toEqual(
      expect.arrayContaining(["etc/enb.cfg", "etc/service/enb", "etc/promise/config", "sbin/destroy"]),
    );
    for (const path of answer.files) {
      const mode = (statSync(join(partition, path)).mode & 0o777).toString(8);
      const executable = /^(etc\/service|etc\/promise|sbin)\//.test(path);
      const secret = path === "etc/instance.json" || path.endsWith("-management.json");
      expect([path, mode]).toEqual([path, executable ? "750" : secret ? "600" : "640"]);
    }
  });

  it("is not touched by a second run", () => {
    const { partition, answer } = made(instance(lopcommSites("", 2)));
    const again = run(instance(lopcommSites("", 2)), partition);
    expect(answer.changes.length).toBe(answer.files.length);
    expect(again.answer.changes).toEqual([]);
  });

  it("loses what a Radio Unit that is gone had", () => {
    const { partition } = made(instance(lopcommSites("", 2)));
    const { answer } = run(instance(lopcommSites("", 1)), partition);
    expect(
      answer.changes
        .filter(({ change }) => change === "removed")
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      "etc/CELL2-drb.cfg",
      "etc/CELL2-sib23.asn",
      "etc/RU2-CreateProcessingEle.xml",
      "etc/RU2-cu__config.xml",
      "etc/RU2-cu__inactive__config.xml",
      "etc/RU2-management.json",
    ]);
  });

  it("keeps the password of the remote API where only its user reads it, and publishes the address", () => {
    const password = "geheim 'x' $(id)";
    const { partition, answer } = made(instance([], { websocket_password: password }));
    expect(answer.published[""]).toMatchObject({ websocket_url: "ws://[2001:db8::9]:9001" });
    const mentioning = answer.files.filter((path) =>
      readFileSync(join(partition, path), "utf8").includes("geheim"),
    );
    expect(mentioning.sort()).toEqual(["etc/enb.cfg", "etc/instance.json", "etc/websocket-password"]);
    for (const path of mentioning) expect(statSync(join(partition, path)).mode & 0o077, path).toBe(0);
  });

  it("makes a password of its own for parameters of the newer form, and keeps it", () => {
    const newer = { testing: false, enb_cfg_layout: "2026" };
    const { partition } = made(instance([], newer));
    const passwordPath = join(partition, "etc/websocket-password");
    const password = readFileSync(passwordPath, "utf8");
    expect(password).toMatch(/^[\w-]{32}$/);
    expect(statSync(passwordPath).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(partition, "etc/enb.cfg"), "utf8")).toContain(password);
    const { answer } = run(instance([], { ...newer, log_phy_debug: true }), partition);
    expect(readFileSync(passwordPath, "utf8")).toBe(password);
    expect(JSON.stringify(answer)).not.toContain(password);
    const other = made(instance([], newer));
    expect(readFileSync(join(other.partition, "etc/websocket-password"), "utf8")).not.toBe(password);
    const open = made(instance([], { ...newer, websocket_url_ipv6: true }));
    expect(existsSync(join(open.partition, "etc/websocket-password"))).toBe(false);
    const older = made(instance([], { testing: false }));
    expect(existsSync(join(older.partition, "etc/websocket-password"))).toBe(false);
  });

  it("publishes of each cell what a neighbour needs, which that takes as it is", () => {
    const sites = [
      { reference: "RU1", parameters: sdr(1) },
      { reference: "RU2", parameters: sdr(2) },
      { reference: "LTE", parameters: lteCell(7, "RU1") },
      { reference: "NR", parameters: nrCell(8, "RU2") },
    ];
    const { answer } = made(instance(sites, { enb_cfg_layout: "2026" }));
    const cell = (reference: string) => answer.published[`SOFTINST-${reference}`] ?? {};
    expect(cell("LTE")).toMatchObject({
      e_cell_id: "0x1a2d007",
      dl_frequency: 2127,
      ul_frequency: 1937,
      bandwidth: 10,
      pci: 7,
      tac: "0x1",
    });
    expect(cell("NR")).toMatchObject({
      nr_cell_id: "0x1234508",
      gnb_id_bits: 28,
      dl_frequency: 3450.12,
      tdd_ul_dl_config: expect.stringMatching(/7DL\/2UL/),
    });
    const older = made(instance(sites)).answer.published;
    expect(older["SOFTINST-LTE"]).not.toHaveProperty("e_cell_id");
    expect(older[""]).not.toHaveProperty("NODEB.cell-list");
    expect(answer.published[""]).toMatchObject({
      "cell-list": ["LTE", "NR"],
      "NODEB.cell-list": ["LTE", "NR"],
      "AMARISOFT.host-id": "Unknown",
    });
    const exported = ["LTE", "NR"].map((reference) => ({
      reference: `PEER-${reference}`,
      parameters: JSON.parse(String(cell(reference)["handover-json-export"])),
    }));
    const own = [
      { reference: "RU", parameters: sdr(1) },
      { reference: "CELL", parameters: { ...lteCell(1, "RU"), dl_earfcn: 300 } },
    ];
    for (const enb_cfg_layout of ["2024", "2026"]) {
      const neighbour = attempt(
        instance([...own, ...exported], { enb_id: "0x1A2D1", enb_cfg_layout }),
        nextFolder(),
      );
      expect(neighbour).toMatchObject({ status: 0, stderr: "" });
    }
  });

  it("gives the remote API the partition's own IPv4 address, unless another is asked for", () => {
    const comAddrIn = ({ partition }: { partition: string }) =>
      /com_addr: "(.*)"/.exec(readFileSync(join(partition, "etc/enb.cfg"), "utf8"))?.[1];
    const own = made(instance([]));
    expect(comAddrIn(own)).toBe("10.0.0.9:9001");
    expect(readFileSync(join(own.partition, "etc/instance.json"), "utf8")).toContain(
      '"com_addr": "10.0.0.9"',
    );
    expect(comAddrIn(made(instance([], { com_addr: "127.0.1.9", com_ws_port: 9009 })))).toBe(
      "127.0.1.9:9009",
    );
  });

  it("takes a ready enb.cfg from its link, and again only with another version", async () => {
    let served = 0;
    const server = createServer((_, response) => {
      served += 1;
      response.end(`{ /* ${served} */ }`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const enb_config_link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/enb.cfg`;
      const partition = nextFolder();
      const versions = ["1", "1", "2"];
      const contents: string[] = [];
      for (const enb_config_version of versions) {
        await runLater(instance([], { enb_config_link, enb_config_version }), partition);
        contents.push(readFileSync(join(partition, "etc/enb.cfg"), "utf8"));
      }
      expect(contents).toEqual(["{ /* 1 */ }", "{ /* 1 */ }", "{ /* 2 */ }"]);
    } finally {
      server.close();
    }
  });

  it("keeps the enb.cfg that it has when the link cannot be followed", async () => {
    const { partition } = made(instance([]));
    const before = readFileSync(join(partition, "etc/enb.cfg"), "utf8");
    const failed = attempt(instance([], { enb_config_link: "http://127.0.0.1:1/enb.cfg" }), partition);
    expect(failed.status).toBe(4);
    expect(failed.stderr).toMatch(/^ors: enb_config_link: http:\/\/127.0.0.1:1\/enb.cfg: /);
    expect(readFileSync(join(partition, "etc/enb.cfg"), "utf8")).toBe(before);
  });
});

describe("what the master hands over", () => {
  it.each([
    ["no dictionary", "[]", /the input is not a dictionary/],
    ["parameters that are no dictionary", { ...instance([]), configuration: "on" }, /configuration: /],
    [
      "shared instances that are no list",
      { ...instance([]), "slave-instance-list": {} },
      /slave-instance-list: /,
    ],
    ["a software type that does not exist", { ...instance([]), "slap-software-type": "mme" }, /"mme".*"enb"/],
    [
      "more text than anything needs",
      { ...instance([]), configuration: { name: "x".repeat(10_000_000) } },
      /at most/,
    ],
    [
      "a reference of 4 kB",
      instance([{ reference: "R".repeat(4096), parameters: lopcomm(1) }]),
      /at most 255/,
    ],
    ["an unknown key", instance([], { enb_idd: 1 }), /enb_idd/],
  ])("is refused with exit 2 and no file: %s", (_, given, said) => {
    const partition = nextFolder();
    const { status, stderr } = attempt(given, partition);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(said) });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(partition)).toBe(false);
  });

  it("is refused for its software type alone where that does not exist", () => {
    const simulator = { reference: "UE", parameters: { cell_kind: "ue", ue_type: "lte" } };
    const given = { ...instance([simulator]), "slap-software-type": "ue" };
    expect(attempt(given, nextFolder()).stderr).toBe(
      'slap-software-type: unknown software type "ue"; expected: "enb"\n',
    );
  });

  it("may be a thousand shared instances", () => {
    const sites = Array.from({ length: 250 }, (_, index) => index).flatMap((number) => [
      { reference: `RU${number}`, parameters: sdr(number) },
      { reference: `CELL${number}`, parameters: lteCell(number, `RU${number}`) },
    ]);
    const peers = Array.from({ length: 500 }, (_, index) => ({
      reference: `PEER${index}`,
      parameters: { peer_type: "lte", x2_addr: `10.1.${index >> 8}.${index & 255}` },
    }));
    const { answer } = made(instance([...sites, ...peers]));
    expect(Object.keys(answer.published)).toHaveLength(1001);
  });

  it("is answered for each shared instance that is at fault, under its slave reference", () => {
    const sites = lopcommSites("", 2).map((one) =>
      one.reference === "RU2" ? { ...one, parameters: lopcomm(2, { tx_gain: "loud" }) } : one,
    );
    const { stdout, stderr } = attempt(instance(sites), nextFolder());
    const line = 'shared "RU2": tx_gain: "loud" is text; expected: a number';
    expect(JSON.parse(stdout).errors).toEqual({ "SOFTINST-RU2": line });
    expect(stderr.trim()).toBe(line);
  });
});

it("says so and changes nothing when the disk is full, and goes on when it is not", (context) => {
  if (process.getuid?.() !== 0) context.skip("a small file system needs root");
  const input = join(folder, "full.json");
  writeFileSync(input, JSON.stringify(instance(lopcommSites("", 4))));
  const script = `
    mount -t tmpfs -o size=48k tmpfs /mnt
    ${process.execPath} ${cli} partition --instance ${input} --partition /mnt/p; echo "full $?"
    ls -A /mnt/p
    mount -o remount,size=4m /mnt
    ${process.execPath} ${cli} partition --instance ${input} --partition /mnt/p > /dev/null; echo "free $?"`;
  const { stdout, stderr } = execaSync("unshare", ["--mount", "sh", "-c", script], { reject: false });
  expect(stderr).toMatch(/no space left on the disk; nothing was changed/);
  expect(stdout).toMatch(/full 4\n(.*\n)*free 0$/);
  expect(stdout).not.toMatch(/\.tmp/);
});

type Answer = {
  readonly files: readonly string[];
  readonly changes: readonly { readonly path: string; readonly change: string }[];
  readonly published: Readonly<Record<string, Record<string, unknown>>>;
};

function instance(
  shared: readonly { readonly reference: string; readonly parameters?: unknown }[],
  more: Readonly<Record<string, unknown>> = {},
) {
  return {
    "instance-title": "main",
    "root-instance-title": "main",
    "slap-software-type": "enb",
    "slap-computer-id": "COMP-1",
    "slap-computer-partition-id": "slappart0",
    "ipv6-random": "2001:db8::9",
    "ipv4-random": "10.0.0.9",
    configuration: { ...enb, ...more },
    "slave-instance-list": shared.map(({ reference, parameters }) => ({
      slave_title: `_${reference}`,
      slave_reference: `SOFTINST-${reference}`,
      slap_software_type: "enb",
      _: JSON.stringify(parameters),
    })),
  };
}

function nextFolder(): string {
  count += 1;
  return join(folder, `slappart${count}`);
}

function attempt(given: unknown, partition: string) {
  const input = typeof given === "string" ? given : JSON.stringify(given);
  return orsWith(
    { input },
    "partition",
    "--instance",
    "-",
    "--partition",
    partition,
    "--ors",
    "/release/bin/ors",
  );
}

function run(given: unknown, partition: string): { partition: string; answer: Answer } {
  const { status, stdout, stderr } = attempt(given, partition);
  expect(status, stderr).toBe(0);
  return { partition, answer: JSON.parse(stdout) };
}

const made = (given: unknown) => run(given, nextFolder());

/** The same while this process answers requests. */
async function runLater(given: unknown, partition: string): Promise<number | undefined> {
  const words = [cli, "partition", "--instance", "-", "--partition", partition];
  const options = { input: JSON.stringify(given), stderr: "inherit", reject: false } as const;
  return (await execa(process.execPath, words, options)).exitCode;
}

function filesBelow(path: string, inside = ""): string[] {
  return readdirSync(join(path, inside), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(path, join(inside, entry.name)) : [join(inside, entry.name)],
  );
}
