import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Where judge-mutants.mjs put the files with their mutants inside, and the names of the tests. */
const folder = process.env.ORS_MUTANTS;
if (folder === undefined) throw new Error("this is for `npm run mutate`");
const order: { tests: string[] } = JSON.parse(readFileSync(`${folder}/order.json`, "utf8"));
const contents: Record<string, string> = JSON.parse(readFileSync(`${folder}/contents.json`, "utf8"));

/** The tests of a room see its mutants; those that start dist/ would not. */
export default defineConfig({
  plugins: [{ name: "mutants", enforce: "pre", load: (id) => contents[id] ?? null }],
  test: {
    include: order.tests,
    exclude: [
      "test/{commands,house,package,promise,slapos,soak,system}/**",
      // takes seconds each time, and holds no decision to its value
      "test/site/random.test.ts",
    ],
    setupFiles: ["mutation/setup.ts"],
    runner: "mutation/runner.mjs",
    pool: "threads",
    isolate: false,
    maxWorkers: 1,
    fileParallelism: false,
    env: { ORS_SEED: "1", ORS_MUTANTS: folder },
    // what a mutant leaves behind may fail when its test is long over
    dangerouslyIgnoreUnhandledErrors: true,
    testTimeout: 600_000,
  },
});
