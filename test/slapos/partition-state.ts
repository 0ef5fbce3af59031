/** What a test compares of a partition before and after a run. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { InstanceOptions, SlaposNode } from "./node.ts";

/** What is rendered into a partition; the rest is buildout's and slapgrid's. */
export const rendered = ["etc", "sbin/destroy"];
/** With what we note beside it. */
export const ours = [...rendered, ".ors", ".ors-files.json"];

/** Path to inode, size and time of change of every file, but for what Python and slapgrid put beside plugins. */
export function snapshot(folder: string, names: readonly string[] = ours): Map<string, string> {
  const found = new Map<string, string>();
  const add = (path: string) => {
    const stat = statSync(join(folder, path), { throwIfNoEntry: false });
    if (stat === undefined || /__(pycache|init)__/.test(path)) return;
    if (stat.isDirectory()) for (const name of readdirSync(join(folder, path))) add(join(path, name));
    else found.set(path, `${stat.ino} ${stat.size} ${stat.mtimeMs}`);
  };
  for (const name of names) add(name);
  return found;
}

/** Name and process of every running service of the node. */
export async function processes(node: SlaposNode): Promise<string[]> {
  const { said } = await node.shell(`supervisorctl -c ${node.work}/inst/etc/supervisord.conf status`);
  return said
    .split("\n")
    .filter((line) => line.includes("RUNNING"))
    .map((line) => line.replace(/, uptime.*/, "").replace(/\s+/g, " "));
}

const maxRuns = 5;

/**
 * Runs until every partition and promise is good: a promise may look before a service is there. What each run that was
 * not good said last is printed.
 */
export async function settle(node: SlaposNode, options: InstanceOptions = { only: 0 }): Promise<void> {
  for (let count = 1; count < maxRuns; count += 1) {
    const { exit, said } = await node.instance(options);
    if (exit === 0) return;
    console.log(`run ${count} of ${maxRuns} was not good:\n${said.trim().split("\n").slice(-3).join("\n")}`);
  }
  const { exit, said } = await node.instance(options);
  expect(exit, said).toBe(0);
}

export type PromiseResult = { readonly title: string; readonly failed: boolean; readonly message: string };

/** What each promise said last, by name. */
export function promiseResults(partition: string): PromiseResult[] {
  const folder = join(partition, ".slapgrid/promise/result");
  return readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .map(({ title, result: { failed, message } }) => ({ title, failed, message }));
}

/** What an instance that runs must have at every moment. */
const indispensable = [
  "etc/enb.cfg",
  "etc/plan.json",
  "etc/service/enb",
  "etc/service/stats-log",
  "etc/plugin/check-enb.py",
  "sbin/destroy",
];
const lookIntervalMs = 10;

/** Looks every 10 ms until the function that it gives is called, which says how often, and what was missing. */
export function watchForMissing(partition: string): () => { looks: number; missing: readonly string[] } {
  const missing = new Set<string>();
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    for (const path of indispensable)
      if (statSync(join(partition, path), { throwIfNoEntry: false }) === undefined) missing.add(path);
  }, lookIntervalMs);
  return () => {
    clearInterval(timer);
    return { looks, missing: [...missing] };
  };
}
