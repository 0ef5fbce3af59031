import { afterEach, expect, test } from "vitest";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import { createSimulatedRadioUnit } from "../../src/emulate/netconf/simulated-radio-unit.ts";
import { type Driver, driveRadioUnit } from "../../src/mplane/drive-radio-unit.ts";
import { makeWanted } from "./configs.ts";
import { createDuplexPair } from "./duplex-pair.ts";

const drivers: Driver[] = [];
afterEach(async () => {
  for (const driver of drivers.splice(0)) await driver.close();
});

/** A driver and a simulated Radio Unit with streams in place of SSH. */
function drive(faults: readonly FaultKind[] = []) {
  const log: string[] = [];
  const radio = createSimulatedRadioUnit({
    productCode: "X1",
    serialNumber: "S1",
    fetchFile: async () => Buffer.from("firmware"),
    onRestart: () => {},
  });
  radio.setFaults(faults);
  const driver = driveRadioUnit(makeWanted("ACTIVE"), {
    now: () => performance.now(),
    dial: async ({ onOpen, onEnd }) => {
      const [ours, theirs] = createDuplexPair();
      ours.on("close", () => onEnd("the connection was lost", false));
      setImmediate(() => {
        radio.accept(theirs);
        onOpen(ours);
      });
      return { destroy: () => ours.destroy() };
    },
    log: (level, text) => log.push(`${level} ${text}`),
    onNotification: () => {},
    onRequest: () => {},
    onReply: () => {},
    onChange: () => {},
    serve: async () => {
      throw new Error("no file is served here");
    },
  });
  drivers.push(driver);
  const reached = (name: string) =>
    expect.poll(() => driver.getLife().phase.name, { timeout: 10_000 }).toBe(name);
  return { radio, log, driver, reached };
}

test("a Radio Unit is configured, read back and in service", async () => {
  const { reached, radio } = drive();
  await reached("in service");
  expect(radio.device.configuration.map(({ name }) => name)).toEqual([
    "processing-elements",
    "user-plane-configuration",
  ]);
});

test.each([
  "tiny-chunks",
  "byte-a-packet",
  "only-base-1.0",
  "no-interleave",
  "announces-modules",
  "bare-data",
  "clock-jumps",
  "event-before-reply",
  "refuse-alarms",
] as const)("so is one with %s", async (fault) => {
  const { reached } = drive([fault]);
  await reached("in service");
});

test.each([
  ["deep-xml", "elements inside each other"],
  ["huge-xml", "a message of more than"],
  ["malformed-xml", "not well-formed"],
  ["duplicate-attributes", "duplicate attribute"],
  ["half-a-message", "closed the session"],
  ["hello-without-session-id", "hello without a session-id"],
  ["no-notifications", "cannot send notifications"],
] as const)("with %s its session ends, and it is said why", async (fault, reason) => {
  const { driver, log } = drive([fault]);
  await expect
    .poll(() => JSON.stringify([driver.getLife().phase, log]), { timeout: 10_000 })
    .toContain(reason);
});

test.each(["unknown-message-id", "no-message-id"] as const)(
  "a reply with %s is logged and not taken for ours",
  async (fault) => {
    const { log, driver } = drive([fault]);
    await expect.poll(() => log.join("\n")).toContain("that nobody waits for");
    expect(driver.getLife().phase.name).toBe("subscribing");
  },
);

test("alarms are on until they are cleared, each by its fault and source", async () => {
  const { reached, radio, driver } = drive();
  await reached("in service");
  const alarm = (source: string) => ({ faultId: 9, source, severity: "MAJOR", text: "VSWR" });
  radio.raise(alarm("Antport1"));
  radio.raise(alarm("Antport2"));
  await expect.poll(() => driver.getLife().alarms.size).toBe(2);
  radio.clear(alarm("Antport2"));
  await expect
    .poll(() => [...driver.getLife().alarms.values()].map(({ source }) => source))
    .toEqual(["Antport1"]);
});

test("alarms raised while nobody listened are read after the next connect", async () => {
  const { reached, radio, driver } = drive();
  await reached("in service");
  radio.close();
  await reached("absent");
  radio.raise({ faultId: 18, source: "Radio Module", severity: "MAJOR", text: "Synchronization" });
  await reached("in service");
  expect([...driver.getLife().alarms.keys()]).toEqual(["18 Radio Module"]);
});
