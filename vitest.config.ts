import { availableParallelism } from "node:os";
import { defineConfig, type UserProjectConfigExport } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { runSeed } from "./scripts/run-seed.mjs";
import { secondTry } from "./scripts/second-try.mjs";
import { patienceMs } from "./test/support/patience.ts";

/** What meets the kernel, a SlapOS node or a guest. */
const onNode = [
  "test/system/**/*.test.ts",
  "test/guest/**/*.test.ts",
  "test/slapos/{base-class,page,partition,plugins,production,standalone,url}.test.ts",
  "test/link/{frame-io,leak,open-tap}.test.ts",
  "test/link/memif/testpmd.test.ts",
  "test/shell/**/*.test.ts",
  "test/netlink/{kernel,monitor}.test.ts",
  "test/libc/{namespace,socket}.test.ts",
];

/** What takes minutes: begun last it would run alone at the end. */
const long = /\/test\/(guest\/|slapos\/(production|standalone)\.)/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => long.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !long.test(moduleId)),
    ];
  }
}

/** What only computes, or reads files of the repository: it runs in threads, and its files share their modules. */
const pure = "test/{convert,frame,house,instance,issue,net,plan,radio,report,render,site}/**/*.test.ts";

/** Only to end what hangs: a machine that is four times as slow as usual, and busy, is far from them. */
const maxTestMs = 120_000;
const maxHookMs = 180_000;

const project = (name: string, settings: object): UserProjectConfigExport => ({
  test: {
    name,
    testTimeout: maxTestMs,
    hookTimeout: maxHookMs,
    expect: { poll: { timeout: patienceMs } },
    setupFiles: ["test/support/seeded-properties.ts"],
    env: { ORS_SEED: `${runSeed()}` },
    ...settings,
  },
});

export default defineConfig({
  test: {
    // one core less is the default, which leaves half of a small machine idle
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./scripts/run-reporter.mjs"],
    projects: [
      project("pure", { include: [pure], pool: "threads", isolate: false }),
      project("unit", { include: ["test/**/*.test.ts"], exclude: [...onNode, pure] }),
      project("node", {
        include: onNode,
        retry: process.env.CI === "true" ? secondTry : 0,
        sequence: { groupOrder: 1 },
      }),
    ],
  },
});
