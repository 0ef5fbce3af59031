import { expect, test } from "vitest";
import { parsePermitted } from "../../src/tap/host/file-capability.ts";

/** As setcap(8) writes them: `cap_net_admin+ep`, `+p`, `cap_net_raw+ep`, and one for a user namespace. */
test.each([
  ["0100000200100000000000000000000000000000", 1 << 12],
  ["0000000200100000000000000000000000000000", 1 << 12],
  ["0100000200200000000000000000000000000000", 1 << 13],
  ["010000030010000000000000000000000000000000000000", 1 << 12],
  ["010000090010000000000000000000000000000000000000", 0],
  ["0100000210", 0],
  ["", 0],
])("%s permits what these bits say: %i", (hex, permitted) => {
  expect(parsePermitted(Buffer.from(hex, "hex"))).toBe(permitted);
});
