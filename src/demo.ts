/**
 * `npm start`: the main job where nobody can be hurt. In a private network namespace it lays a TAP as
 * `slapos format` does, then plans, applies, renders and shows what it made, with the commands that an operator
 * would type.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { laySlaptap } from "./emulate/lay-slaptap.ts";
import { runInPrivateNamespace } from "./emulate/private-namespace.ts";
import { load } from "./instance/load.ts";
import { resolveSite } from "./site/resolve-site.ts";
import type { Slaptap } from "./site/site.ts";

const cli = join(import.meta.dirname, "cli.js");
const example = resolve(import.meta.dirname, "../examples/two-lopcomm.yaml");
const insideWord = "inside-private-namespace";

process.exitCode =
  process.argv[2] === insideWord
    ? await inside()
    : await runInPrivateNamespace([process.execPath, import.meta.filename, insideWord]);

async function inside(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ors-demo-"));
  try {
    await laySlaptap(await exampleSlaptap(), process.getuid?.() ?? 0, (line) => console.log(`# ${line}`));
    const output = join(folder, "etc");
    await ors("check", "--instance", example);
    await ors("plan", "--instance", example);
    await ors("apply", "--instance", example);
    await ors("render", "--instance", example, "--output", output);
    await ors("status", "--plan", join(output, "plan.json"));
    await ors("emulate", "--instance", example, "--dnsmasq", join(output, "dnsmasq.cfg"), "--once");
    await ors("apply", "--plan", join(output, "plan.json"));
    return 0;
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    return 4;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exampleSlaptap(): Promise<Slaptap> {
  const loaded = await load(readFileSync(example, "utf8"), example);
  const slaptap = loaded.value && resolveSite(loaded.value.instance).value?.slaptap;
  if (!slaptap) throw new Error(`${example} has no slaptap`);
  return slaptap;
}

async function ors(...words: string[]): Promise<void> {
  console.log(`\n$ ors ${words.map((word) => word.replace(`${process.cwd()}/`, "")).join(" ")}`);
  await execa(process.execPath, [cli, ...words], { stdio: "inherit" });
}
