import fc from "fast-check";
import { expect, test } from "vitest";
import { faultKinds } from "../../src/emulate/netconf/faults/faults.ts";
import { mplaneTimers } from "../../src/mplane/timers.ts";
import { makeWanted } from "./configs.ts";
import { createWorld } from "./simulated-life.ts";

const minute = 60_000;
const hour = 60 * minute;

test("a Radio Unit is configured in order, read back, and in service", () => {
  const { world, run } = createWorld(makeWanted("ACTIVE"));
  run(minute);
  expect(world.life.phase.name).toBe("in service");
  expect(
    world.sent.map(({ request }) => (request.kind === "edit-config" ? request.step : request.kind)),
  ).toEqual([
    "subscribe",
    "reset-watchdog",
    "get-alarms",
    "get-inventory",
    "get-hardware",
    "get-operational-state",
    "get-processing-elements",
    "get-user-plane",
    "processing element",
    "inactive user plane",
    "active user plane",
    "get-processing-elements",
    "get-user-plane",
  ]);
});

test("carriers that stay inactive get the inactive configuration alone", () => {
  const { world, run } = createWorld(makeWanted("INACTIVE"));
  run(minute);
  expect(world.life.phase.name).toBe("in service");
  const steps = world.sent.flatMap(({ request }) => (request.kind === "edit-config" ? [request.step] : []));
  expect(steps).toEqual(["processing element", "inactive user plane"]);
});

test("a carrier on the air is not touched by a reconnect", () => {
  const { world, run, unplug } = createWorld(makeWanted("ACTIVE"));
  run(minute);
  const before = world.sent.length;
  unplug();
  run(minute);
  expect(world.life.phase.name).toBe("in service");
  expect(world.sent.slice(before).filter(({ request }) => request.kind === "edit-config")).toEqual([]);
});

test("after a restart it is configured anew within two seconds of answering", () => {
  const { world, run, restart } = createWorld(makeWanted("ACTIVE"));
  run(minute);
  restart("POWER-ON");
  const up = world.downUntil;
  run(up - world.now + 2_000);
  expect(world.life.phase.name).toBe("in service");
});

test("its watchdog is reset for hours, each time before the Radio Unit would restart", () => {
  const { world, run } = createWorld(makeWanted("ACTIVE"));
  run(8 * hour);
  expect(world.watchdogRestarts).toBe(0);
  expect(world.device.restarts).toBe(0);
  expect(world.life.phase.name).toBe("in service");
});

test("new files reach it without another session", () => {
  const { world, send, run } = createWorld(makeWanted("ACTIVE"));
  run(minute);
  send({ type: "wanted", wanted: makeWanted("ACTIVE", -10) });
  run(minute);
  expect(world.dials).toBe(1);
  expect(world.life.phase.name).toBe("in service");
  const carrier = world.device.configuration.find(({ name }) => name === "user-plane-configuration")
    ?.children[0];
  expect(carrier?.children.find(({ name }) => name === "gain")?.text).toBe("-10");
});

test("the same files again send nothing", () => {
  const { world, send, run } = createWorld(makeWanted("ACTIVE"));
  run(minute);
  const before = world.sent.length;
  send({ type: "wanted", wanted: makeWanted("ACTIVE") });
  expect(world.sent).toHaveLength(before);
});

test("a refused configuration is reported, tried again with growing pauses, and delivered once it is taken", () => {
  const { world, run } = createWorld(makeWanted("ACTIVE"));
  world.device.faults.add("refuse-edit");
  run(hour);
  expect(world.life.phase).toMatchObject({
    name: "configured wrong",
    problems: [expect.stringContaining("was refused")],
  });
  const edits = world.sent.filter(({ request }) => request.kind === "edit-config");
  expect(edits.length).toBeGreaterThan(3);
  expect(edits.length).toBeLessThan(20);
  world.device.faults.clear();
  run(mplaneTimers.maxRetryPauseMs + minute);
  expect(world.life.phase.name).toBe("in service");
});

test("what was taken and not done is reported as a path with both values", () => {
  const { world, run } = createWorld(makeWanted("ACTIVE"));
  world.device.faults.add("ignore-edit");
  run(minute);
  expect(world.life.phase).toMatchObject({ name: "configured wrong" });
  expect(world.log.join("\n")).toContain("tx-array-carriers[TXA0CC00]/gain: wanted -20, is not there");
});

test("a lost watchdog reset is followed by another at once; two in a row end the session", () => {
  const { world, run } = createWorld(makeWanted("ACTIVE"));
  run(minute / 2);
  world.replyFate = ({ kind }) => (kind === "reset-watchdog" ? "is lost" : "arrives");
  run(2 * minute);
  expect(world.log.join("\n")).toContain("2 watchdog resets in a row were lost");
  expect(world.dials).toBeGreaterThan(1);
});

test("a refused password is tried again with pauses that grow to ten minutes", () => {
  const { world, send, run } = createWorld(makeWanted("ACTIVE"));
  const times: number[] = [];
  for (let tries = 0; tries < 8; tries++) {
    run(0);
    while (world.life.phase.name !== "greeting") run(1_000);
    times.push(world.now);
    send({ type: "lost", reason: "password was refused", refused: true });
  }
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(pauses[0]).toBeGreaterThanOrEqual(mplaneTimers.minRefusedPauseMs);
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(mplaneTimers.maxRefusedPauseMs);
});

test("software that never says that it is done is given up, and the Radio Unit is in service", () => {
  const firmware = { file: "/PR.PRM61C70V1005.005.tar.gz", version: null };
  const { world, run } = createWorld({ ...makeWanted("INACTIVE"), firmware });
  run(mplaneTimers.minSoftwareEventMs - minute);
  expect(world.life.phase.name).toBe("updating");
  run(2 * minute);
  expect(world.log.join("\n")).toContain("download did not end in time");
  expect(world.life.phase.name).toBe("in service");
  run(8 * hour);
  expect(world.sent.filter(({ request }) => request.kind === "download")).toHaveLength(1);
});

/** Things that happen to a Radio Unit, and when. */
const trouble = fc.record({
  after: fc.integer({ min: 1, max: 3 * minute }),
  what: fc.oneof(
    fc.constant({ kind: "restart" } as const),
    fc.constant({ kind: "unplug" } as const),
    fc.constant({ kind: "new files" } as const),
    fc.constant({ kind: "reset" } as const),
    fc.record({ kind: fc.constant("fault" as const), fault: fc.constantFrom(...faultKinds) }),
    fc.record({ kind: fc.constant("lose replies" as const), every: fc.integer({ min: 2, max: 10 }) }),
  ),
});

test("whatever happens to it, it ends in service once nothing happens any more, and never has two subscribed sessions", () => {
  fc.assert(
    fc.property(fc.array(trouble, { maxLength: 12 }), (troubles) => {
      const { world, send, run, restart, unplug } = createWorld(makeWanted("ACTIVE"));
      let gain = -20;
      for (const { after, what } of troubles) {
        run(after);
        if (what.kind === "restart") restart("POWER-ON");
        if (what.kind === "unplug") unplug();
        if (what.kind === "reset") send({ type: "asked", asked: { kind: "reset" } });
        if (what.kind === "new files") send({ type: "wanted", wanted: makeWanted("ACTIVE", ++gain) });
        if (what.kind === "fault") world.device.faults.add(what.fault);
        if (what.kind === "lose replies") {
          let count = 0;
          world.replyFate = () => (++count % what.every === 0 ? "is lost" : "arrives");
        }
      }
      world.device.faults.clear();
      world.replyFate = () => "arrives";
      run(2 * hour);
      expect(world.life.phase.name).toBe("in service");
      expect(world.maxSubscribed).toBeLessThanOrEqual(1);
      const carrier = world.device.configuration.find(({ name }) => name === "user-plane-configuration")
        ?.children[0];
      expect(carrier?.children.find(({ name }) => name === "active")?.text).toBe("ACTIVE");
      expect(carrier?.children.find(({ name }) => name === "gain")?.text).toBe(String(gain));
    }),
    { numRuns: 300 },
  );
});

test("whatever is wrong with it, it is not worn out: a bounded number of requests and dials an hour", () => {
  fc.assert(
    fc.property(fc.subarray([...faultKinds]), (faults) => {
      const { world, run } = createWorld(makeWanted("ACTIVE"));
      for (const fault of faults) world.device.faults.add(fault);
      run(hour);
      expect(world.sent.filter(({ request }) => request.kind === "edit-config").length).toBeLessThan(60);
      expect(world.sent.length).toBeLessThan(2_000);
      if (world.life.phase.name === "configured wrong") expect(world.life.phase.problems).not.toEqual([]);
    }),
    { numRuns: 100 },
  );
});
