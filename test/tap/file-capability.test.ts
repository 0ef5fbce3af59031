import { expect, test } from "vitest";
import { permitsNetAdmin } from "../../src/tap/host/file-capability.ts";

/** As setcap(8) writes them: `cap_net_admin+ep`, `+p`, `cap_net_raw+ep`, and one for a user namespace. */
test.each([
  ["0100000200100000000000000000000000000000", true],
  ["0000000200100000000000000000000000000000", true],
  ["0100000200200000000000000000000000000000", false],
  ["010000030010000000000000000000000000000000000000", true],
  ["010000090010000000000000000000000000000000000000", false],
  ["0100000210", false],
  ["", false],
])("%s permits CAP_NET_ADMIN: %s", (hex, permits) => {
  expect(permitsNetAdmin(Buffer.from(hex, "hex"))).toBe(permits);
});
