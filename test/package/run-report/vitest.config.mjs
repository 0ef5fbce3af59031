import { defineConfig } from "vitest/config";
import { secondTry } from "../../../scripts/second-try.mjs";

/** A run whose tests fail once, for run-report.test.ts. */
export default defineConfig({
  test: {
    name: "failing once",
    root: import.meta.dirname,
    include: ["failing-once.ts"],
    retry: secondTry,
    reporters: ["default", "../../../scripts/run-reporter.mjs"],
    setupFiles: ["../../support/seeded-properties.ts"],
  },
});
