import { expect, test } from "vitest";
import { run } from "../../soak/parameters.soak.ts";

test("random parameter files of both forms are rendered or refused (more of them: npm run soak -- parameters)", async () => {
  const count = 600;
  const { passed, failures, figures } = await run({ seed: Number(process.env.ORS_SEED), count });
  expect(failures).toEqual([]);
  expect(passed).toBe(count);
  const [rendered = 0, refused = 0, unknown = 0] = (figures[0]?.match(/\d+/g) ?? []).map(Number);
  expect(Math.min(rendered, refused, unknown)).toBeGreaterThan(count / 20);
});
