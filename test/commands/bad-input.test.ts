/** Bad input: a clear error, exit code 2, and nothing written. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { example, jsonFile, ors, orsWith, temporaryFolder } from "./ors.ts";
import { asCell, instance, lopcomm, lteCell, onRadioUnit, sdr, slaptap } from "./parameters.ts";

const folder = temporaryFolder();
const stackTrace = /^\s+at .*:\d+:\d+\)?$/m;

const twoRadioUnits = {
  CELL1: lteCell(onRadioUnit("RU1")),
  CELL2: lteCell(onRadioUnit("RU2"), { cell_id: 2 }),
  RU1: lopcomm,
  RU2: { ...lopcomm, mac_addr: "00:0a:45:00:00:02", cpri_link: { sdr_dev: 0, sfp_port: 1 } },
};

/** What is wrong, and what the error says. */
const wrong: [string, unknown, RegExp][] = [
  ["text that is neither JSON nor YAML", "{ [ ] : - }", /site\.json:1:\d+: /],
  ["a list", "[1, 2]", /a dictionary/],
  ["a number", "7", /a dictionary/],
  ["nothing", "", /a dictionary|empty/],
  [
    "a shared instance whose parameters are not JSON",
    {
      configuration: {},
      "slave-instance-list": [
        { slave_title: "_X", slave_reference: "S", slap_software_type: "enb", _: "{no" },
      ],
    },
    /shared "X": .*JSON/,
  ],
  ["a shared instance of no known kind", instance({ X: { colour: "red" } }), /shared "X": /],
  ["a key written twice", '{"configuration": {"enb_id": 1, "enb_id": 2}, "shared": {}}', /enb_id/],
  [
    "a Radio Unit that does not exist",
    instance({ CELL1: lteCell(onRadioUnit("RU9")), RU1: sdr }),
    /shared "CELL1": ru\.ru_ref: Radio Unit "RU9" does not exist/,
  ],
  [
    "cells that share each other's radio in a circle",
    instance({ A: lteCell(asCell("B")), B: lteCell(asCell("A"), { cell_id: 2 }) }),
    /"A".*"B"/,
  ],
  [
    "a band without uplink",
    instance({ CELL1: lteCell(onRadioUnit("RU1"), { dl_earfcn: 9700 }), RU1: sdr }),
    /shared "CELL1": .*uplink/,
  ],
  [
    "an EARFCN outside every band",
    instance({ CELL1: lteCell(onRadioUnit("RU1"), { dl_earfcn: 65000 }), RU1: sdr }),
    /shared "CELL1": dl_earfcn: .*65000/,
  ],
  [
    "SDR and CPRI mixed",
    instance({
      CELL1: lteCell(onRadioUnit("RU1")),
      CELL2: lteCell(onRadioUnit("RU2"), { cell_id: 2 }),
      RU1: sdr,
      RU2: lopcomm,
    }),
    /"RU1"[\s\S]*"RU2"/,
  ],
  [
    "two cells on one Lopcomm Radio Unit",
    instance({
      CELL1: lteCell(onRadioUnit("RU1")),
      CELL2: lteCell(onRadioUnit("RU1"), { cell_id: 2 }),
      RU1: lopcomm,
    }),
    /"RU1".*"CELL1".*"CELL2"|"CELL1".*"CELL2"/,
  ],
  [
    "a range too small",
    instance(twoRadioUnits, slaptap("fd00:0:0:66:a200::1/126")),
    /fd00:0:0:66:a200::\/126 is too small for 2/,
  ],
  ["an IPv4 range", instance(twoRadioUnits, slaptap("10.0.0.0/8")), /IPv4/],
  [
    "a missing TAP",
    { ...instance({ CELL1: lteCell(onRadioUnit("RU1")), RU1: lopcomm }), "tap-name": "" },
    /tap-name: missing, and CPRI Radio Units need a TAP/,
  ],
  [
    "an unknown key",
    instance({ CELL1: lteCell(onRadioUnit("RU1"), { bandwith: 5 }), RU1: sdr }),
    /shared "CELL1": .*bandwith.*bandwidth/,
  ],
  [
    "a PLMN that YAML read as a number",
    "configuration:\n  enb_id: 1\n  plmn_list:\n    '1':\n      plmn: 00101\nshared: {}\n",
    /site\.json:5:\d+: .*quotes/,
  ],
];

describe("ors check and ors render refuse", () => {
  test.each(wrong)("%s", (_, input, message) => {
    const file = jsonFile(folder, "site.json", input);
    const checked = ors("check", "--instance", file);
    expect(checked.stderr).toMatch(message);
    expect(checked.stderr).not.toMatch(stackTrace);
    expect(checked).toMatchObject({ status: 2, stdout: "" });
    const output = join(folder, "etc");
    expect(ors("render", "--instance", file, "--output", output)).toMatchObject({
      status: 2,
      stderr: checked.stderr,
    });
    expect(existsSync(output)).toBe(false);
  });

  test("a file that is not there, and a folder, naming them", () => {
    expect(ors("check", "--instance", join(folder, "none.json"))).toMatchObject({
      status: 2,
      stderr: `${join(folder, "none.json")}: no such file\n`,
    });
    expect(ors("check", "--instance", folder).stderr).toContain("a folder");
    expect(ors("emulate", example("two-lopcomm.yaml"), "--dnsmasq", join(folder, "none.cfg"))).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `${join(folder, "none.cfg")}: no such file\n`,
    });
  });

  test("binary noise of every length without a stack trace", () => {
    for (const length of [1, 2, 7, 64, 4096]) {
      const noise = Buffer.from(Array.from({ length }, (_, i) => (i * 151 + length * 7) % 256));
      writeFileSync(join(folder, "noise"), noise);
      const checked = ors("check", "--instance", join(folder, "noise"));
      expect(checked.status).toBe(2);
      expect(checked.stderr).not.toMatch(stackTrace);
    }
  });

  test("everything wrong with one input at once", () => {
    const file = jsonFile(
      folder,
      "site.json",
      instance({
        CELL1: lteCell(onRadioUnit("RU1"), { pci: 9999, tac: "xyz" }),
        CELL2: lteCell(onRadioUnit("RU1"), { bandwidth: 7 }),
        CELL3: lteCell(onRadioUnit("RU9"), { cell_id: 3 }),
        CELL4: lteCell(onRadioUnit("RU1"), { cell_id: 4 }),
        RU1: { ...sdr, tx_gain: "loud" },
      }),
    );
    const { stderr } = ors("check", "--instance", file);
    for (const path of ["pci", "tac", "bandwidth", "tx_gain"]) expect(stderr).toContain(path);
    expect(stderr).toContain('shared "CELL3": ru.ru_ref: Radio Unit "RU9" does not exist');
    expect(stderr, "a Radio Unit that was refused does exist").not.toContain('shared "CELL4"');
  });
});

describe("the command line", () => {
  test("an unknown option is refused with the one that was meant", () => {
    const run = ors("apply", "--dry-rum");
    expect(run).toMatchObject({ status: 2, stdout: "" });
    expect(run.stderr).toContain("--dry-run");
  });

  test("an unknown command is refused with the one that was meant", () => {
    const run = ors("aply");
    expect(run.status).toBe(2);
    expect(run.stderr).toContain("apply");
  });

  test("words that nobody asked for are refused", () => {
    expect(ors("plan", "extra").status).toBe(2);
    expect(ors("explain").status).toBe(2);
    expect(ors("explain", "A", "B").status).toBe(2);
  });

  test("options that do not go together are refused", () => {
    expect(ors("plan", "--instance", "x", "--ru-count", "2").status).toBe(2);
    expect(ors("apply", "--instance", "x", "--plan", "y").status).toBe(2);
    expect(ors("plan", "--slaptap", "slaptap1", "--range", "fd00::/64").stderr).toContain("--ru-count");
    expect(ors("plan", "--slaptap", "slaptap1", "--range", "fd00::/64", "--ru-count", "-1").status).toBe(2);
    expect(
      ors("plan", "--slaptap", "slaptap1", "--range", "fd00::/64", "--ru-count", "1024").stderr,
    ).toContain("1023");
  });

  test("no parameters at all says which option is missing", () => {
    for (const command of ["check", "plan", "render", "apply", "status", "down", "explain CELL1"]) {
      const run = orsWith({}, ...command.split(" "));
      expect(run.status, command).toBe(2);
      expect(run.stderr, command).toMatch(/--(instance|output)/);
    }
  });

  test("a plan.json of another shape is refused", () => {
    for (const content of ["", "[]", "{}", '{"slaptap": 5, "range": null, "taps": []}']) {
      const run = ors("status", "--plan", jsonFile(folder, "plan.json", content));
      expect(run.status, content).toBe(2);
      expect(run.stderr, content).toContain("plan.json");
    }
    expect(readdirSync(folder)).not.toContain("etc");
  });
});
