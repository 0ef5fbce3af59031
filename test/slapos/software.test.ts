/** What software.cfg calls when the release is built. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "../commands/ors.ts";
import { repository, slaposEnvironment } from "./environment.ts";

const folder = temporaryFolder();
let bin = "";
let unavailable: string | null = null;

beforeAll(async () => {
  const environment = await slaposEnvironment();
  bin = environment.bin;
  unavailable = environment.missing;
}, 900_000);

beforeEach((context) => {
  if (unavailable !== null) context.skip(unavailable);
});

it("a build without dnsmasq stops with what to install, and leaves the one that works", async () => {
  const [system, copy, executable] = ["system", "copy", "executable"].map((name) => join(folder, name));
  const options = { system, copy, executable, setcap: "/nowhere/setcap" };
  writeFileSync(system ?? "", "#!/bin/sh\n", { mode: 0o755 });
  expect((await call("install_dnsmasq", options)).exitCode).toBe(0);
  const before = readFileSync(executable ?? "", "utf8");
  expect(before).toContain(system);
  const { exitCode, stderr } = await call("install_dnsmasq", { ...options, system: "/nowhere/dnsmasq" });
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain(
    "there is no dnsmasq /nowhere/dnsmasq: install it (Debian: dnsmasq-base), or set system-dnsmasq:executable",
  );
  expect(readFileSync(executable ?? "", "utf8")).toBe(before);
});

/** Calls a function of the recipe's module `software` with options of buildout. */
function call(name: string, options: Readonly<Record<string, string | undefined>>) {
  const script = `import json, sys; sys.path.insert(0, sys.argv[1])
from ors_recipe import software
getattr(software, sys.argv[2])(json.loads(sys.argv[3]))`;
  const recipe = join(repository, "software-release/recipe");
  const words = ["-B", "-W", "ignore", "-c", script, recipe, name, JSON.stringify(options)];
  return execa(join(bin, "python"), words, { reject: false });
}
