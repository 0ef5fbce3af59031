/** The shell library for tests, its own tests and those of the switch that are written in it. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { run as killScripts } from "../../soak/shell.soak.ts";
import { useStage } from "../support/stage.ts";

const root = join(import.meta.dirname, "../..");
const ors = `${process.execPath} ${join(root, "dist/cli.js")}`;

useStage(() => ({ close: () => {} }), { programs: ["unshare", "setpriv", "ip", "python3"] });

/** Each of its tests starts some ten programs. */
const maxScriptMs = 300_000;
vi.setConfig({ testTimeout: maxScriptMs });

type Lines = { readonly status: number; readonly lines: readonly string[]; readonly complaints: string };

function runScript(name: string, env: Readonly<Record<string, string>> = {}): Promise<Lines> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ORS: ors, ...env }, timeout: maxScriptMs };
    execFile("bash", [join(root, "test/shell", name)], options, (error, stdout, stderr) => {
      const status = typeof error?.code === "number" ? error.code : error === null ? 0 : -1;
      resolve({ status, lines: stdout.trim().split("\n"), complaints: stderr });
    });
  });
}

const verdicts = ({ lines }: Lines) => lines.filter((line) => /^(not )?ok \d/.test(line));

test("the tests of the switch hold", async () => {
  const said = await runScript("switch.bash");
  expect(said.lines.filter((line) => line.startsWith("not ok") || line.startsWith("# switch.bash"))).toEqual(
    [],
  );
  expect(said.lines[0]).toBe(`1..${verdicts(said).length}`);
  expect(verdicts(said).length).toBeGreaterThanOrEqual(7);
  expect(said.status).toBe(0);
});

test("with a broken switch each check fails, and so does what fails below a test", async () => {
  const broken = { ORS: `python3 ${join(root, "test/shell/broken-switch.py")}`, ORS_REAL: ors };
  const said = await runScript("checks.bash", broken);
  expect(verdicts(said).filter((line) => !line.startsWith("not ok"))).toEqual([]);
  expect(verdicts(said)).toHaveLength(8);
  expect(said.lines.filter((line) => line.includes("went on"))).toEqual([]);
  expect(said.lines).toContain("# checks.bash:49: false");
  expect(said.lines.join("\n")).toMatch(
    /# checks\.bash:21: expect b .*: held:b: frame 0 differs at offset 12, vlan: expected none, found 10:0:0/,
  );
  expect(said.status).toBe(1);
});

test("steps put off run last first, whatever one of them or the test does", async () => {
  const said = await runScript("deferred.bash", { ORS_SEED: "1" });
  expect(said.lines).toEqual(
    expect.arrayContaining([
      `# first two  words it's "quoted" $HOME`,
      "# second",
      "# step of the failing test",
    ]),
  );
  expect(said.lines.indexOf("# second")).toBeLessThan(
    said.lines.findIndex((line) => line.startsWith("# first")),
  );
  expect(verdicts(said).map((line) => line.replace(/ \d+ /, " "))).toEqual(
    expect.arrayContaining([
      "ok - steps run last first with their words whole",
      "not ok - a failing test still runs its steps",
    ]),
  );
  expect(said.lines).toContain("# seed 1 (ORS_SEED=1 repeats it)");
});

test("a script that gets a signal at any moment leaves nothing", async () => {
  expect(await killScripts({ seed: Number(process.env.ORS_SEED), count: 6 })).toMatchObject({
    passed: 6,
    failures: [],
  });
});
