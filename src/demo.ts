/**
 * `npm start`: the main job where nobody can be hurt. In a private network namespace it lays a TAP as
 * `slapos format` does, then plans, applies, renders and shows what it made, with the commands that an operator
 * would type.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { load } from "./instance/load.ts";
import { formatIpv6Address, formatIpv6Network } from "./net/ipv6-network.ts";
import { resolveSite } from "./site/resolve-site.ts";
import type { Slaptap } from "./site/site.ts";

const cli = join(import.meta.dirname, "cli.js");
const example = resolve(import.meta.dirname, "../examples/two-lopcomm.yaml");
const insideWord = "inside-private-namespace";

process.exitCode = process.argv[2] === insideWord ? await inside() : await enter();

/** Starts this program again in network and mount namespaces of its own, with a user namespace where it is not root. */
async function enter(): Promise<number> {
  const user = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", ...user];
  const run = await execa("unshare", [...namespaces, process.execPath, import.meta.filename, insideWord], {
    stdio: "inherit",
    reject: false,
  });
  return run.exitCode ?? 4;
}

async function inside(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ors-demo-"));
  try {
    await laySlaptap();
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

/** What `slapos format` does for a partition: a persistent TAP with its user, its address, and its two routes. */
async function laySlaptap(): Promise<void> {
  const slaptap = await exampleSlaptap();
  const { name } = slaptap;
  const [range, gateway, addr] = [
    formatIpv6Network(slaptap.range),
    formatIpv6Address(slaptap.gateway),
    formatIpv6Address(slaptap.addr),
  ];
  const lines = [
    "link set lo up",
    `tuntap add dev ${name} mode tap user ${process.getuid?.() ?? 0}`,
    `link set ${name} up`,
    `address add ${addr}/${slaptap.range.prefixLength} dev ${name} noprefixroute nodad`,
    `route add ${gateway}/128 dev ${name}`,
    `route add ${range} via ${gateway} dev ${name}`,
  ];
  for (const line of lines) await shown("ip", line.split(" "));
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

async function shown(program: string, words: string[]): Promise<void> {
  console.log(`# ${program} ${words.join(" ")}`);
  await execa(program, words, { stdio: "inherit" });
}
