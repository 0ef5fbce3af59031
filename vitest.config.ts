import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A machine of CI may be busy with others: what meets the real kernel gets a second try there, and only there.
    retry: process.env.CI === "true" ? 1 : 0,
    reporters: ["default"],
  },
});
