/** What commands print, in the order in which an operator uses them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands, sections } from "../../src/commands/table/table.ts";
import { cli, example, ors, orsWith, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();
const twoLopcomm = example("two-lopcomm.yaml");

/** Content and time of every file of a folder. */
function snapshot(path: string): Record<string, [string, number]> {
  const names = readdirSync(path).sort();
  return Object.fromEntries(
    names.map((name) => [name, [readFileSync(join(path, name), "utf8"), statSync(join(path, name)).mtimeMs]]),
  );
}

describe("help", () => {
  test("the README's table has every command, and no other", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const table = readme.slice(readme.indexOf("## Commands"), readme.indexOf("## How the pieces fit"));
    const groups = commands.flatMap(({ name }) => (name.includes(" ") ? name.split(" ")[0] : []));
    const named = new RegExp(`\`ors ((?:${groups.join("|")}) [a-z]+|[a-z-]+)`, "g");
    const told = [...table.matchAll(named)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThanOrEqual(15);
    expect([...new Set(told)].sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  test("lists each command once, in its section", () => {
    const { status, stdout } = ors("help");
    expect(status).toBe(0);
    const blocks = stdout.split("\n\n").map((block) => block.split("\n"));
    for (const { title, commands: own } of sections) {
      const [, ...rows] = blocks.find(([first]) => first === `${title}:`) ?? [];
      expect(rows.map((row) => row.trim().split("  ")[0])).toEqual(own.map(({ name }) => name));
    }
    expect(new Set(commands).size).toBe(sections.flatMap((section) => section.commands).length);
    expect(ors("manual").stdout).toContain(`.SS ${sections[0]?.title}\n.TP\n.B new`);
  });

  test("--version prints the version of the package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(ors("--version")).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});

describe("ors new", () => {
  test.each(["sdr", "lopcomm", "sunwave"])(
    "prints parameters of %s Radio Units that ors check accepts",
    (type) => {
      for (const count of [1, 2, 5]) {
        const made = ors("new", "--ru-count", String(count), "--ru-type", type);
        expect(made.status).toBe(0);
        const checked = orsWith({ input: made.stdout }, "check", "--instance", "-");
        expect(checked).toMatchObject({ status: 0, stderr: "" });
        expect(checked.stdout).toContain(`${count} Radio Unit`);
      }
    },
  );

  test("refuses a type that does not exist", () => {
    expect(ors("new", "--ru-count", "1", "--ru-type", "lopcom")).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("ors plan", () => {
  test("prints the split as the field writes it", () => {
    const run = ors(
      "plan",
      "--slaptap",
      "slaptap16",
      "--range",
      "2401:5180:0:66:a200::1/71",
      "--ru-count",
      "2",
    );
    expect(run.stdout).toBe(
      [
        "slaptap16: split 2401:5180:0:66:a200::/71 by 2",
        "preserve         2401:5180:0:66:a200::/73",
        "-> slaptap16-1   2401:5180:0:66:a280::/73",
        "-> slaptap16-2   2401:5180:0:66:a300::/73",
        "",
      ].join("\n"),
    );
  });

  test("--json gives the same with gateways and addresses, and the warnings", () => {
    const { slaptap, taps, kept, warnings } = JSON.parse(
      ors("plan", "--instance", twoLopcomm, "--json").stdout,
    );
    expect({ slaptap, kept, warnings }).toEqual({
      slaptap: "slaptap16",
      kept: "fd00:0:0:66:a200::/73",
      warnings: [],
    });
    expect(taps[1]).toEqual({
      name: "slaptap16-2",
      ru: "RU2",
      network: "fd00:0:0:66:a300::/73",
      gateway: "fd00::66:a300:0:0:1",
      addr: "fd00::66:a37f:ffff:ffff:ffff",
    });
  });
});

describe("ors explain", () => {
  test("says of each value where it came from", () => {
    const run = ors("explain", "CELL1", "--instance", twoLopcomm);
    expect(run.stdout).toMatch(/dl_earfcn +300 +given/);
    expect(run.stdout).toMatch(/ul_earfcn +18300 +computed: paired with dl_earfcn/);
    expect(run.stdout).toMatch(/inactivity_timer +10000 +default of/);
    expect(run.stdout).toMatch(/rf_port +0 +computed/);
    const ru = ors("explain", "RU1", "--instance", twoLopcomm).stdout;
    expect(ru).toMatch(/cpri_link\.rx_delay +25\.11 +default of lopcomm/);
  });

  test("says of a Radio Unit which TAP and addresses it has", () => {
    const { stdout } = ors("explain", "RU2", twoLopcomm);
    expect(stdout).toMatch(/^ {2}tap +slaptap16-2 +computed: its place/m);
    expect(stdout).toMatch(/^ {2}network +fd00:0:0:66:a300::\/73 /m);
    expect(stdout).toMatch(/^ {2}gateway +fd00::66:a300:0:0:1 /m);
    expect(stdout).toMatch(/^ {2}addr +fd00::66:a37f:ffff:ffff:ffff /m);
  });

  test("of many references names the nearest, and a few", () => {
    const many = ors("new", "--ru-count", "64").stdout;
    const { status, stderr } = orsWith({ input: many }, "explain", "cell1", "-");
    expect(status).toBe(2);
    expect(stderr).toContain("and 120 more");
    expect(stderr).toContain('perhaps "CELL01"');
  });

  test("names what there is where the reference is unknown", () => {
    const run = ors("explain", "CELL9", "--instance", twoLopcomm);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('"CELL1"');
  });
});

describe("--strict", () => {
  test("makes a warning an error, at its place", () => {
    const text = readFileSync(twoLopcomm, "utf8").replace("00:0a:45:00:00:02", "00:0a:45:00:00:01");
    const loose = orsWith({ input: text }, "check", "-");
    expect(loose).toMatchObject({ status: 0 });
    expect(loose.stderr).toContain("warning: ");
    const strict = orsWith({ input: text }, "check", "-", "--strict");
    expect(strict).toMatchObject({ status: 2, stdout: "" });
    expect(strict.stderr.split("\n")[0]).toBe(loose.stderr.split("\n")[0]?.replace("warning: ", ""));
    expect(orsWith({ input: text }, "render", "-", "-o", join(folder, "strict"), "--strict").status).toBe(2);
    expect(existsSync(join(folder, "strict"))).toBe(false);
  });
});

describe("ors render", () => {
  test("writes every file once, and nothing the second time", () => {
    const output = join(folder, "twice");
    const first = ors("render", "--instance", twoLopcomm, "--output", output);
    expect(first.status).toBe(0);
    const written = first.stdout.trimEnd().split("\n");
    expect(written.pop()).toBe(`${written.length} created`);
    expect(written.every((line) => line.startsWith("created "))).toBe(true);
    expect(written).toContain("created plan.json");
    const before = snapshot(output);
    const second = ors("render", "--instance", twoLopcomm, "--output", output);
    expect(second.stdout).toBe(`${written.length} unchanged\n`);
    const verbose = ors("render", twoLopcomm, "--output", output, "--verbose");
    expect(verbose.stdout).toBe(first.stdout.replaceAll("created", "unchanged"));
    expect(snapshot(output)).toEqual(before);
  });

  test("--dry-run says the same and writes nothing", () => {
    const output = join(folder, "dry");
    const dry = ors("render", "--instance", twoLopcomm, "--output", output, "--dry-run");
    expect(existsSync(output)).toBe(false);
    const done = ors("render", "--instance", twoLopcomm, "--output", output).stdout;
    expect(dry.stdout).toContain("would create plan.json\n");
    expect(
      dry.stdout.replaceAll("would create ", "created ").replace(" (dry run: nothing was written)", ""),
    ).toBe(done);
  });

  test("--diff shows the changed line, and a Radio Unit that is gone takes its files along", () => {
    const output = join(folder, "diff");
    const text = readFileSync(twoLopcomm, "utf8");
    ors("render", "--instance", twoLopcomm, "--output", output);
    const quieter = orsWith(
      { input: text.replace("tx_gain: 40 # dB", "tx_gain: 39") },
      "render",
      "--instance",
      "-",
      "--output",
      output,
      "--dry-run",
      "--diff",
    );
    expect(quieter.stdout).toMatch(/^would change enb\.cfg$/m);
    expect(quieter.stdout).toMatch(/^\+.*39/m);
    const emptied = text.slice(0, text.indexOf("shared:"));
    const gone = orsWith(
      { input: `${emptied}shared: {}\n` },
      "render",
      "--instance",
      "-",
      "--output",
      output,
    );
    expect(gone.stdout).toContain("removed RU1-cu__config.xml");
    expect(existsSync(join(output, "RU1-cu__config.xml"))).toBe(false);
  });

  test("says which Radio Units get other addresses, and a dry run can end 1 where something would change", () => {
    const output = join(folder, "moved");
    const render = (text: string, ...words: string[]) =>
      orsWith({ input: text }, "render", "-", "-o", output, "--detailed-exit-code", ...words);
    const text = readFileSync(twoLopcomm, "utf8");
    expect(render(text).status).toBe(1);
    expect(render(text)).toMatchObject({ status: 0 });
    const renamed = render(text.replaceAll("RU1", "ZRU"), "--dry-run");
    expect(renamed.status).toBe(1);
    expect(renamed.stdout).toContain("1 Radio Unit gets another TAP or other addresses:\n");
    expect(renamed.stdout).toMatch(
      /"RU2": slaptap16-2 -> slaptap16-1, .*gateway fd00::66:a300:0:0:1 -> fd00::66:a280:0:0:1/,
    );
    expect(render(text.replaceAll("RU1", "ZRU"), "--dry-run", "--json").stdout).toContain('"moves": [');
  });

  test("a folder that cannot be made ends 4 and says why", () => {
    writeFileSync(join(folder, "file"), "");
    const run = ors("render", "--instance", twoLopcomm, "--output", join(folder, "file", "etc"));
    expect(run.status).toBe(4);
    expect(run.stderr).toContain(join(folder, "file"));
  });
});

describe("standard output", () => {
  test("a full one ends 4 and says so", () => {
    const run = spawnSync("sh", ["-c", `exec node ${cli} schema cell > /dev/full`], { encoding: "utf8" });
    expect(run.status).toBe(4);
    expect(run.stderr).toContain("ENOSPC");
  });

  test("a closed one ends without a stack trace, and what was to be done is done", () => {
    const output = join(folder, "closed");
    mkdirSync(output);
    const words = `render --instance ${twoLopcomm} --output ${output}`;
    const run = spawnSync("sh", ["-c", `node ${cli} ${words} >&-`], { encoding: "utf8" });
    expect(run.stderr).not.toContain("    at ");
    expect(readdirSync(output)).toContain("plan.json");
  });

  test("has colour on a terminal, without NO_COLOR, and nowhere else", () => {
    const command = `node ${cli} status --instance ${twoLopcomm}`;
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      spawnSync("script", ["-qec", command, "/dev/null"], { encoding: "utf8", env }).stdout;
    const { NO_COLOR: _, ...env } = process.env;
    expect(onTerminal(env)).toContain("\u001b[31mmissing\u001b[0m");
    expect(onTerminal({ ...env, NO_COLOR: "1" })).toMatch(/slaptap16-1 +missing /);
    expect(ors("status", "--instance", twoLopcomm).stdout).toMatch(/slaptap16-1 +missing /);
  });
});

describe("ors schema", () => {
  test("prints a JSON schema for each name that it knows", () => {
    const names = /schema "x"; .*one of (.*)/.exec(ors("schema", "x").stderr)?.[1]?.split(", ") ?? [];
    expect(names.length).toBeGreaterThanOrEqual(5);
    // each document has a test of its own: here a few of each sort
    for (const name of ["enb", "shared", "file", "switch", "report-check", "report-problems"]) {
      expect(names).toContain(name);
      const run = ors("schema", name);
      expect(JSON.parse(run.stdout), name).toHaveProperty("$schema");
    }
  });
});
