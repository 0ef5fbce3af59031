/** What `applyPlan` makes of the kernel's state and of the trampoline's answer; test/system/tap has the real ones. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FailureError, InputError, PermissionError } from "../../src/issue/exit-code.ts";
import { place } from "../../src/issue/issue.ts";
import { type ApplyOptions, applyPlan, makeRefusalError } from "../../src/tap/apply-plan.ts";
import { formatDifference, refuse } from "../../src/tap/change.ts";
import type { KernelState } from "../../src/tap/kernel-state.ts";
import { formatTrampolineRequest } from "../../src/tap/trampoline/trampoline-request.ts";
import {
  examplePlan,
  fittingState,
  route,
  tapLink,
  withLink,
  withoutLink,
  withRoutes,
} from "./fitting-state.ts";

const plan = examplePlan();
const fits = fittingState(plan);
const without = withoutLink(fits, "slaptap16-1");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "apply-plan-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A trampoline that keeps its request and then does what a shell script says. */
function answer(script: string): string {
  const path = join(folder, "netcapdo");
  writeFileSync(path, `#!/bin/sh\n/bin/cat > ${folder}/request\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Each reading of the kernel's state gives the next of these, the last one again and again. */
function apply(states: readonly KernelState[], options: ApplyOptions = {}) {
  const left = [...states];
  const readState = () => (left.length > 1 ? left.shift() : left[0]) as KernelState;
  return applyPlan(plan, { trampoline: "/nowhere", readState, ...options });
}

const made = [
  "created slaptap16-1 link",
  "changed slaptap16-1 up",
  "created slaptap16-1 addr",
  "created slaptap16-1 route-gateway",
  "created slaptap16-1 route-network",
];
const sayMade = made.map((line) => `echo ${line}`).join("\n");

test("without a slaptap nothing is read and nothing done", async () => {
  const readState = () => {
    throw new Error("it was read");
  };
  expect(await applyPlan({ slaptap: null, range: null, taps: [] }, { readState })).toEqual({
    changes: [],
    warnings: [],
  });
});

test("where all is as planned the trampoline is not started, and what is left alone is said", async () => {
  const links = [...fits.links, tapLink(20, "slaptap16-7", { type: "ifb", tun: null })];
  expect(await apply([fits])).toEqual({ changes: [], warnings: [] });
  expect(await apply([{ ...fits, links }])).toEqual({
    changes: [],
    warnings: ["slaptap16-7 is not a TAP: it is left alone"],
  });
});

test("the trampoline gets the request, and its changes are said with what was there and what is wanted", async () => {
  const down = new Set(["slaptap16-2"]);
  const state = withLink(without, "slaptap16-2", { mtu: 1400 });
  const script = `${sayMade}\necho changed slaptap16-2 mtu\necho changed slaptap16-2 group\necho ok 7 changes`;
  const { changes } = await apply([state], { trampoline: answer(script), down });
  expect(readFileSync(join(folder, "request"), "utf8")).toBe(formatTrampolineRequest(plan, down));
  expect(changes.map(formatDifference)).toEqual([
    "created slaptap16-1 link",
    "changed slaptap16-1 up",
    "created slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
    "created slaptap16-1 route-gateway: 2401:5180:0:66:a280::1/128",
    "created slaptap16-1 route-network: 2401:5180:0:66:a280::/73 via 2401:5180:0:66:a280::1",
    "changed slaptap16-2 mtu: 1400, wanted 1500",
    "changed slaptap16-2 group",
  ]);
});

test("two changes of one kind are said with what each was", async () => {
  const more = withRoutes(fits, route(11, "2401:5180:0:66:a281::/80"), route(11, "2401:5180:0:66:a282::/80"));
  const removed = "echo removed slaptap16-1 route-network";
  const { changes } = await apply([more], {
    trampoline: answer(`${removed}\n${removed}\n${removed}\necho ok 7 changes`),
  });
  expect(changes.map(formatDifference)).toEqual([
    "removed slaptap16-1 route-network: 2401:5180:0:66:a281::/80",
    "removed slaptap16-1 route-network: 2401:5180:0:66:a282::/80",
    "removed slaptap16-1 route-network",
  ]);
});

test("a dry run says the same and starts nothing", async () => {
  const { changes } = await apply([without], { dryRun: true });
  expect(changes.map(({ verb, name, what }) => `${verb} ${name} ${what}`)).toEqual(made);
});

describe("who is not the slaptap's owner", () => {
  test("is refused with the command to run, by name where there is one", async () => {
    const owned = (owner: number) => {
      const links = without.links.map((link) => ({ ...link, tun: link.tun && { ...link.tun, owner } }));
      return { ...without, user: 1, links };
    };
    await expect(apply([owned(4_000_000)])).rejects.toThrow(
      new PermissionError(
        "slaptap16 belongs to user #4000000, and only that user may change its subtaps: run the same command as " +
          "that user, `sudo -u \\#4000000 ors …`",
      ),
    );
    await expect(apply([owned(0)])).rejects.toThrow("belongs to user root, and only that user");
  });

  test("may still ask what would be done", async () => {
    expect((await apply([{ ...without, user: 1 }], { dryRun: true })).changes.length).toBe(made.length);
  });
});

test("a subtap goes for its owner where the slaptap is gone, and then who asks is taken at their word", async () => {
  const gone = withoutLink(fits, "slaptap16");
  const lines = "echo removed slaptap16-1 link\necho removed slaptap16-2 link\necho ok 7 changes";
  const options = { readState: () => gone, trampoline: answer(lines) };
  expect((await applyPlan({ ...plan, taps: [] }, options)).changes.map(formatDifference)).toEqual([
    "removed slaptap16-1 link",
    "removed slaptap16-2 link",
  ]);
});

test("what is refused from the start starts nothing", async () => {
  await expect(apply([withoutLink(fits, "slaptap16")])).rejects.toThrow(
    new FailureError("slaptap16 does not exist: run `slapos node format --now`"),
  );
});

describe("where the trampoline refuses what was within the rules a moment ago", () => {
  const refuses = () => answer("echo netcapdo: slaptap16-1: no >&2\nexit 2");

  test("what the kernel has now says why", async () => {
    const taken = withLink(without, "slaptap16-2", { tun: null });
    await expect(apply([without, taken], { trampoline: refuses() })).rejects.toThrow(
      /^slaptap16-2 is not a TAP/,
    );
  });

  test("and nothing speaks against it now, it is to be run again", async () => {
    await expect(apply([without], { trampoline: refuses() })).rejects.toThrow(
      new FailureError(
        "slaptap16-1: no\nthe kernel's state changed meanwhile, another run was under way: run it again",
      ),
    );
  });
});

test("another failure of the trampoline is said in its own words", async () => {
  const trampoline = answer("echo netcapdo: the kernel said no >&2\nexit 4");
  await expect(apply([without], { trampoline })).rejects.toThrow(new FailureError("the kernel said no"));
});

test("of several refusals the gravest decides which error it is, and all are said", () => {
  const bad = refuse(2, "slaptap16-1", "is wrong", "better");
  const forbidden = refuse(3, "slaptap16-2", "is not yours");
  const broken = refuse(4, "slaptap16-3", "is gone", "mend it");
  expect(makeRefusalError([bad, broken, forbidden])).toEqual(
    new FailureError("slaptap16-1 is wrong: better\nslaptap16-3 is gone: mend it\nslaptap16-2 is not yours"),
  );
  expect(makeRefusalError([bad, forbidden])).toEqual(
    new PermissionError("slaptap16-1 is wrong: better\nslaptap16-2 is not yours"),
  );
  const input = makeRefusalError([bad, refuse(2, "slaptap16-2", "is bad")]);
  expect(input).toBeInstanceOf(InputError);
  expect((input as InputError).issues).toEqual([
    { severity: "error", place: place("taps"), what: "slaptap16-1 is wrong", expected: "better" },
    { severity: "error", place: place("taps"), what: "slaptap16-2 is bad" },
  ]);
});
