// Stryker over the decisions; scripts/mutate.mjs starts it and names what is mutated.
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export default {
  testRunner: "vitest",
  plugins: [here("node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
  vitest: { configFile: "mutation/vitest.config.ts", related: true },
  coverageAnalysis: "perTest",
  // tables and limits that are computed once, at import, would need all tests again for each
  ignoreStatic: true,
  // what is written in quotes is a message; tests of messages are many, and none of them decides
  mutator: { excludedMutations: ["StringLiteral"] },
  // Stryker reads it by an interface that TypeScript 7 does not have; the sandbox lies where our own is found
  tsconfigFile: "none",
  disableTypeChecks: false,
  ignorePatterns: ["/.setup", "/dist", "/trampoline/build", "/mutation/node_modules", "/reports"],
  tempDirName: ".setup/mutants",
  timeoutMS: 10_000,
  dryRunTimeoutMinutes: 15,
  reporters: ["progress", "json"],
  jsonReporter: { fileName: ".setup/mutants.json" },
  allowConsoleColors: false,
};
