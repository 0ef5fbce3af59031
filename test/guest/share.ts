import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import fc from "fast-check";

const root = join(import.meta.dirname, "../..");

/** One test of the trampoline, as vitest names it. */
export type Title = { readonly file: string; readonly title: string };

/** What the guest is too slow for in a test run, and what no kernel changes. `npm run soak -- second-kernel` runs it. */
const leftOut = /\/(interrupted|program|security-page)\.test\.ts$/;
const long = /\b(1023|a thousand)\b/;

/**
 * Every test that needs the guest, and `count` of those that also run on this machine, chosen by the seed: all of one
 * file, for each file that is loaded costs the guest as much as several tests.
 */
export function chooseShare(count: number, seed: number): Title[] {
  const all = listTitles();
  const own = all.filter(({ file }) => file.endsWith(".guest.ts"));
  const others = all.filter(
    ({ file, title }) => file.endsWith(".test.ts") && !leftOut.test(file) && !long.test(title),
  );
  const some = fc.constantFrom(...others).chain(({ file: chosen }) => {
    const ofFile = others.filter(({ file }) => file === chosen);
    const length = Math.min(count, ofFile.length);
    return fc.shuffledSubarray(ofFile, { minLength: length, maxLength: length });
  });
  return [...own, ...fc.sample(some, { seed, numRuns: 1 }).flat()];
}

/** Every test for the guest, in the order in which vitest lists them. */
export function listTitles(): Title[] {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "list", "--config", "test/guest/vitest.config.ts", "--json"];
  const done = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`vitest list: ${done.stderr}`);
  const listed: { name: string; file: string }[] = JSON.parse(done.stdout);
  return listed.map(({ name, file }) => ({ file: relative(root, file), title: name }));
}

/** A pattern for `vitest -t`, which knows a test by the names of its groups and its own, one space between. */
export function patternOf(titles: readonly Title[]): string {
  const names = titles.map(({ title }) =>
    title.replaceAll(" > ", " ").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return `^(${names.join("|")})$`;
}
