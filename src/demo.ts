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
const maxWaitMs = 60_000;
const pauseMs = 200;

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
    await ors("apply", "--instance", example, "--state", join(folder, "var"));
    await ors("render", "--instance", example, "--output", output);
    await ors("status", "--plan", join(output, "plan.json"));
    await showRadioUnits(output);
    await ors("apply", "--plan", join(output, "plan.json"));
    return 0;
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    return 4;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Radio Units without hardware get their addresses, are configured and supervised, one restarts, another is unplugged, and both come back. */
async function showRadioUnits(output: string): Promise<void> {
  const plan = join(output, "plan.json");
  const state = ["--state", join(output, "..", "var")];
  const dnsmasq = ["--dnsmasq", join(output, "dnsmasq.cfg")];
  const emulate = start("emulate", "--instance", example, ...dnsmasq, ...state);
  await waitForText(emulate, "reach the host");
  const daemon = start("radio", "run", "--plan", plan);
  try {
    await waitUntilInService(plan);
    await ors("radio", "list", "--plan", plan);
    await ors("radio", "reset", "RU1", "--plan", plan);
    await waitForText(daemon, "it restarts");
    await waitUntilInService(plan);
    await ors("emulated", "RU2", "unplug", ...state);
    await waitForText(daemon, "RU2: session");
    await ors("emulated", "RU2", "plug", ...state);
    await waitUntilInService(plan);
    await ors("radio", "show", "RU2", "--plan", plan);
  } finally {
    await end(daemon);
    await end(emulate);
  }
}

type Started = ReturnType<typeof start>;

/** A command that runs until it is ended, and all that it has printed. */
function start(...words: string[]) {
  console.log(`\n$ ors ${words.join(" ").replaceAll(`${process.cwd()}/`, "")} &`);
  const run = execa(process.execPath, [cli, ...words], {
    stdout: ["pipe", "inherit"],
    stderr: "inherit",
    reject: false,
  });
  const started = { run, printed: "", hasEnded: false };
  run.stdout.on("data", (chunk) => {
    started.printed += chunk;
  });
  run.once("exit", () => {
    started.hasEnded = true;
  });
  return started;
}

async function end({ run }: Started): Promise<void> {
  run.kill("SIGTERM");
  await run;
}

async function waitForText(started: Started, text: string): Promise<void> {
  await waitUntil(text, async () => {
    if (started.hasEnded) throw new Error(`ended without "${text}"`);
    return started.printed.includes(text);
  });
}

async function waitUntilInService(plan: string): Promise<void> {
  await waitUntil("every Radio Unit in service", async () => {
    const words = [cli, "radio", "list", "--plan", plan];
    return (await execa(process.execPath, words, { reject: false })).exitCode === 0;
  });
}

async function waitUntil(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const begin = Date.now(); Date.now() - begin < maxWaitMs; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`not seen within ${maxWaitMs / 1000} s: ${what}`);
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
