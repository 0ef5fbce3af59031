import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import { createSimulatedRadioUnit } from "../../src/emulate/netconf/simulated-radio-unit.ts";
import { type Driver, driveRadioUnit } from "../../src/mplane/drive-radio-unit.ts";
import type { Wanted } from "../../src/mplane/life/life.ts";
import { mplaneTimers } from "../../src/mplane/timers.ts";
import { makeWanted } from "./configs.ts";
import { createDuplexPair } from "./duplex-pair.ts";

const drivers: Driver[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const driver of drivers.splice(0)) await driver.close();
});

const firmware = { file: "/PR.PRM61C70V1005.005.tar.gz", version: "1005.005" };

/** A driver and a simulated Radio Unit with streams in place of SSH. */
function drive(faults: readonly FaultKind[] = [], wanted: Wanted = makeWanted("ACTIVE")) {
  const log: string[] = [];
  const radio = createSimulatedRadioUnit({
    productCode: "X1",
    serialNumber: "S1",
    fetchFile: async () => Buffer.from("firmware"),
    onRestart: () => {},
  });
  radio.setFaults(faults);
  const driver = driveRadioUnit(wanted, {
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
    serve: async () => ({
      source: {
        url: `sftp://u@[::1]:1${firmware.file}`,
        password: "p",
        hostKeyType: "ssh-rsa",
        hostKey: "AAAA",
      },
      close: () => {},
    }),
  });
  drivers.push(driver);
  const reached = (name: string) => expect.poll(() => driver.getLife().phase.name).toBe(name);
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
  await expect.poll(() => JSON.stringify([driver.getLife().phase, log])).toContain(reason);
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

const getRunning = ({ device }: ReturnType<typeof drive>["radio"]) =>
  device.slots.find(({ running }) => running)?.buildVersion;
const countEdits = (log: readonly string[]) => log.filter((line) => line.includes("delivering")).length;

test("a configuration that survives a restart is not delivered again", async () => {
  const { reached, radio, log } = drive(["keeps-configuration"]);
  await reached("in service");
  radio.restart("POWER-ON");
  await reached("absent");
  await reached("in service");
  expect(countEdits(log)).toBe(3);
});

test("one that refuses to be read gets its configuration once, and is not said to be in service", async () => {
  const { reached, radio, log, driver } = drive(["refuse-reading"]);
  await reached("configured wrong");
  expect(countEdits(log)).toBe(3);
  expect(JSON.stringify(driver.getLife().phase)).toContain("is not read back");
  const userPlane = radio.device.configuration.find(({ name }) => name === "user-plane-configuration");
  expect(JSON.stringify(userPlane)).toContain("ACTIVE");
  driver.send({ type: "asked", asked: { kind: "configure" } });
  await reached("configured wrong");
  expect(countEdits(log)).toBe(3);
  radio.setFaults([]);
  driver.send({ type: "asked", asked: { kind: "configure" } });
  await reached("in service");
  expect(countEdits(log)).toBe(3);
});

test.each([[], ["event-before-reply"]] as const)(
  "firmware of the parameters is installed by events, once, with faults %j",
  async (...faults) => {
    const { reached, radio, log } = drive(faults, { ...makeWanted("ACTIVE"), firmware });
    await reached("in service");
    expect(getRunning(radio)).toBe("1005.005");
    expect(radio.device.restarts).toBe(1);
    radio.drop();
    await reached("absent");
    await reached("in service");
    expect(log.filter((line) => line.includes("download"))).toHaveLength(2);
  },
);

test("one that cannot interleave is configured, keeps its software, and it is said why", async () => {
  const { reached, radio, log } = drive(["no-interleave"], { ...makeWanted("ACTIVE"), firmware });
  await reached("in service");
  expect(log.join("\n")).toContain("does not tell its software");
  expect(getRunning(radio)).toBe("1004.002");
});

test.each([
  ["download-fails", "download failed: PROTOCOL_ERROR", 0],
  ["install-fails", "install failed: FILE_ERROR", 0],
  ["activation-fails", "activate failed: APPLICATION_ERROR", 0],
  ["falls-back", "restarted with its old software", 1],
  ["refuse-reset", "reset was refused", 0],
] as const)(
  "with %s an update is said to have failed, and is not begun again",
  async (fault, said, restarts) => {
    const { reached, radio, log, driver } = drive([fault], { ...makeWanted("ACTIVE"), firmware });
    await expect.poll(() => log.join("\n")).toContain(said);
    driver.send({ type: "asked", asked: { kind: "configure" } });
    await reached("in service");
    radio.drop();
    await reached("absent");
    await reached("in service");
    expect(radio.device.restarts).toBe(restarts);
    expect(log.filter((line) => line.includes(said))).toHaveLength(1);
  },
);

test("firmware of the parameters waits for carriers on the air, and comes once they are to be inactive", async () => {
  const { reached, radio, log, driver } = drive();
  await reached("in service");
  driver.send({ type: "wanted", wanted: { ...makeWanted("ACTIVE"), firmware } });
  await expect.poll(() => log.join("\n")).toContain("waits until the carriers are INACTIVE");
  radio.drop();
  await reached("absent");
  await reached("in service");
  expect(radio.device.downloaded).toBeNull();
  driver.send({ type: "wanted", wanted: { ...makeWanted("INACTIVE"), firmware } });
  await expect.poll(() => getRunning(radio)).toBe("1005.005");
  await reached("in service");
  expect(log.filter((line) => line.includes("waits until"))).toHaveLength(1);
  expect(radio.device.restarts).toBe(1);
});

/** Lets time pass in steps, each with turns of the event loop for what is said meanwhile. */
async function pass(milliseconds: number): Promise<void> {
  const [step, turns] = [500, 100];
  for (let done = 0; done < milliseconds; done += step) {
    await vi.advanceTimersByTimeAsync(step);
    for (let count = 0; count < turns; count++) await turn();
  }
}

test.each([
  [0, []],
  [1, ["keeps-watchdog"]],
] as const)(
  "the watchdog of a session that was lost restarts it %i times with faults %j, and it comes back into service",
  async (restarts, faults) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const { driver, radio } = drive(faults);
    await pass(1_000);
    expect(driver.getLife().phase.name).toBe("in service");
    radio.drop();
    await turn();
    await pass(5_000);
    expect([driver.getLife().phase.name, radio.device.restarts]).toEqual(["in service", 0]);
    await pass(mplaneTimers.supervisionIntervalMs + mplaneTimers.guardMs);
    expect([driver.getLife().phase.name, radio.device.restarts]).toEqual(["in service", restarts]);
    expect(radio.device.restartCause).toBe(restarts === 0 ? "POWER-ON" : "SUPERVISION-WATCHDOG");
  },
);
