/** A bounded share of `npm run soak -- memif`. */
import { expect, test } from "vitest";
import { run } from "../../../soak/memif.soak.ts";

test("descriptors that lie, and headers that change under the switch's hands, bring no frame into a wrong VLAN", async () => {
  const { failures, passed } = await run({ seed: Number(process.env.ORS_SEED), count: 300_000 });
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(300_000);
});
