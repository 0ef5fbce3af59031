import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { patienceMs, timesSlower } from "../support/patience.ts";
import { LineReporter } from "./line-reporter.ts";

/** How vitest runs inside of the guest: nothing at once with anything else, and with the patience that it needs. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  test: {
    include: ["test/guest/*.guest.ts", "test/system/trampoline/**/*.test.ts"],
    testTimeout: 300_000 * timesSlower(),
    hookTimeout: 300_000 * timesSlower(),
    expect: { poll: { timeout: patienceMs } },
    fileParallelism: false,
    isolate: false,
    pool: "threads",
    reporters: [new LineReporter(process.env.ORS_GUEST_LINES ?? "/dev/null")],
  },
});
