/** What `npm pack` carries: the package is installed from its tarball, without the repository. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "ors-pack-"));
const installed = join(folder, "node_modules/ors-amarisoft");

beforeAll(async () => {
  const { stdout: name } = await execa("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: root,
  });
  provideDependencies();
  // without the registry: what the package depends on is already there
  const install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await execa("npm", [...install, join(folder, name)], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

type LockedPackage = { readonly dev?: boolean; readonly devOptional?: boolean };

/** Lays the packages that the product needs at run time, as the lockfile has them and this machine needs them. */
function provideDependencies(): void {
  const lockfile = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, { dev, devOptional }] of Object.entries<LockedPackage>(lockfile.packages)) {
    if (path === "" || dev === true || devOptional === true || !existsSync(join(root, path))) continue;
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
}

test("`npm install -g .` in a clone that is built gives the program ors", async () => {
  const prefix = join(folder, "prefix");
  const quietly = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await execa("npm", ["install", "-g", ...quietly, "--prefix", prefix, "."], { cwd: root });
  const { stdout } = await execa(join(prefix, "bin/ors"), ["new", "--ru-count", "1"], { cwd: folder });
  expect(stdout).toContain("RU01:");
});

describe("the package from its tarball", () => {
  test("has the program ors, which says its version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { stdout } = await execa("npx", ["--no-install", "ors", "--version"], { cwd: folder });
    expect(stdout).toBe(version);
  });

  test("plans an example of its own", async () => {
    const example = join(installed, "examples/two-lopcomm.yaml");
    const { stdout } = await execa(join(installed, "dist/cli.js"), ["plan", "--instance", example], {
      cwd: folder,
    });
    expect(stdout).toContain("slaptap16-2");
  });

  test("builds the trampoline, which ors then finds", async () => {
    await execa("make", ["-s", "-C", join(installed, "trampoline")]);
    const run = await execa(join(installed, "trampoline/netcapdo"), [], { input: "", reject: false });
    expect(run.stderr).toMatch(/^netcapdo: /);
  });

  test("has no tests, and no sources but the trampoline's", async () => {
    const { stdout } = await execa("find", ["."], { cwd: installed });
    expect(stdout.split("\n").filter((path) => /\.ts$|^\.\/(test|src|bench|soak)\b/.test(path))).toEqual([]);
  });
});
