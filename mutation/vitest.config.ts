import { defineConfig } from "vitest/config";

/** The tests of a room see its mutants; those that start dist/ would not. scripts/mutate.mjs names them. */
export default defineConfig({
  test: {
    include: (process.env.ORS_MUTANT_TESTS ?? "test/**/*.test.ts").split(";"),
    exclude: ["test/{commands,house,package,promise,slapos,soak,system}/**", "**/node_modules/**"],
    setupFiles: ["test/support/seeded-properties.ts"],
    env: { ORS_SEED: "1" },
    testTimeout: 30_000,
  },
});
