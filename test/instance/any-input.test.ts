import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../../src/instance/load.ts";
import { encodeReference } from "../../src/instance/reference.ts";
import { formatIssue } from "../../src/issue/format.ts";
import { hasErrors } from "../../src/issue/issue.ts";
import { handedOver, lopcomm, lteCell, nrCell, nrPeerCell, sdr } from "./said.ts";

/** A value is given exactly where no issue is an error, and every issue can be said. */
async function expectOutcome(text: string): Promise<void> {
  const { value, issues } = await load(text, "F");
  expect(value === undefined).toBe(hasErrors(issues));
  for (const issue of issues) expect(formatIssue(issue)).toMatch(/^[^\p{Cc}]+$/u);
}

test("any text has an outcome", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), expectOutcome));
});

test("any text of YAML's own signs has an outcome", async () => {
  const signs = fc.constantFrom(
    ..."{}[]:,-?!&*|>'\"#% \n\tab1",
    "shared: ",
    "configuration: ",
    "<<: ",
    "---\n",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(signs, { maxLength: 60 }), (parts) => expectOutcome(parts.join(""))),
    { numRuns: 500 },
  );
});

test("any JSON has an outcome, also as configuration and as shared parameters", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      await expectOutcome(JSON.stringify(value));
      await expectOutcome(JSON.stringify({ ...handedOver({ X: value }), configuration: value }));
      await expectOutcome(JSON.stringify({ configuration: value, shared: { X: value } }));
      await expectOutcome(JSON.stringify({ configuration: {}, shared: value }));
      await expectOutcome(JSON.stringify({ configuration: {}, "slave-instance-list": value }));
    }),
  );
});

const given = { sdr, lopcomm, lteCell, nrCell, nrPeerCell, inCell: { ...nrCell, ru: lopcomm } };

test("good parameters with any one value changed have an outcome that names the place", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(given)),
      fc.nat(),
      fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), fc.integer(), fc.double()),
      async (parameters, at, changed) => {
        const keys = Object.keys(parameters);
        const key = keys[at % keys.length] ?? "";
        const text = JSON.stringify(handedOver({ X: { ...parameters, [key]: changed } }));
        await expectOutcome(text);
        const { issues } = await load(text, "F");
        for (const { place } of issues) expect(place.shared).toBe("X");
      },
    ),
    { numRuns: 500 },
  );
});

test("any Unicode reference that fits a file name comes through as it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), async (reference) => {
      fc.pre(!reference.startsWith("_") && reference !== "__proto__");
      const { value } = await load(JSON.stringify(handedOver({ [`slappart9_${reference}`]: sdr })), "F");
      expect(value?.instance.shared[0]?.reference).toBe(reference);
      const byHand = await load(JSON.stringify({ configuration: {}, shared: { [reference]: sdr } }), "F");
      expect(byHand.value?.instance.shared[0]?.reference).toBe(reference);
      expect(encodeReference(reference)).not.toBe("");
    }),
  );
});
