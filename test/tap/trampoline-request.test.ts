import { expect, test } from "vitest";
import { InputError } from "../../src/issue/exit-code.ts";
import { formatTrampolineRequest } from "../../src/tap/trampoline/trampoline-request.ts";
import { examplePlan } from "./fitting-state.ts";

test("a request names the slaptap, each subtap with network, gateway and address, and its end", () => {
  expect(formatTrampolineRequest(examplePlan(), new Set(["slaptap16-2"]))).toBe(
    [
      "netcapdo 1",
      "slaptap slaptap16",
      "tap slaptap16-1 2401:5180:0:66:a280::/73 2401:5180:0:66:a280::1 2401:5180:0:66:a2ff:ffff:ffff:ffff",
      "tap slaptap16-2 2401:5180:0:66:a300::/73 2401:5180:0:66:a300::1 2401:5180:0:66:a37f:ffff:ffff:ffff down",
      "end",
      "",
    ].join("\n"),
  );
});

test("with one Radio Unit, which has the slaptap itself, no subtap is asked for", () => {
  const [first] = examplePlan().taps;
  const plan = { ...examplePlan(), taps: [{ ...first, name: "slaptap16" }] } as ReturnType<
    typeof examplePlan
  >;
  expect(formatTrampolineRequest(plan, new Set())).toBe("netcapdo 1\nslaptap slaptap16\nend\n");
});

test.each(["a b", "a\nend", "", "ä", "a\0"])("a field %j never makes another request", (name) => {
  const [first] = examplePlan().taps;
  const plan = { ...examplePlan(), taps: [{ ...first, name }] } as ReturnType<typeof examplePlan>;
  expect(() => formatTrampolineRequest(plan, new Set())).toThrow(InputError);
});

test("without a slaptap there is nothing to ask", () => {
  expect(() => formatTrampolineRequest({ slaptap: null, range: null, taps: [] }, new Set())).toThrow(
    "the plan has no slaptap",
  );
});
