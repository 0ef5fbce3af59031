/** What a simulated Radio Unit is: configuration, software, alarms, and why it started last. */
import { namespaces } from "../../netconf/namespaces.ts";
import { makeElement, type XmlElement } from "../../netconf/xml/element.ts";
import type { FaultKind } from "./faults/faults.ts";

export type Slot = {
  readonly name: string;
  status: "VALID" | "INVALID" | "EMPTY";
  active: boolean;
  running: boolean;
  readonly readOnly: boolean;
  buildVersion: string;
};

export type SimulatedAlarm = {
  readonly faultId: number;
  readonly source: string;
  readonly severity: string;
  readonly text: string;
};

export type RestartCause = "POWER-ON" | "SUPERVISION-WATCHDOG" | "MPLANE-TRIGGERED-RESTART";

export type Device = {
  readonly productCode: string;
  readonly serialNumber: string;
  configuration: readonly XmlElement[];
  slots: Slot[];
  /** The file that was downloaded last, its name and content. */
  downloaded: { readonly name: string; readonly content: Buffer } | null;
  readonly alarms: Map<string, SimulatedAlarm>;
  readonly faults: Set<FaultKind>;
  restartCause: RestartCause;
  /** Restarts since the simulation began. */
  restarts: number;
  /** Milliseconds of the process's clock when it started. */
  startedAt: number;
};

export function createDevice(productCode: string, serialNumber: string): Device {
  const slot = (name: string, buildVersion: string, running: boolean, readOnly: boolean): Slot => ({
    name,
    status: buildVersion === "" ? "EMPTY" : "VALID",
    active: running,
    running,
    readOnly,
    buildVersion,
  });
  return {
    productCode,
    serialNumber,
    configuration: [],
    slots: [
      slot("SLOT0", "1004.001", false, true),
      slot("SLOT1", "1004.002", true, false),
      slot("SLOT2", "", false, false),
    ],
    downloaded: null,
    alarms: new Map(),
    faults: new Set(),
    restartCause: "POWER-ON",
    restarts: 0,
    startedAt: performance.now(),
  };
}

/** As after any restart: unconfigured, without alarms, on the slot that is active. */
export function restartDevice(device: Device, cause: RestartCause): void {
  if (!device.faults.has("keeps-configuration")) device.configuration = [];
  device.alarms.clear();
  device.restartCause = cause;
  device.restarts++;
  device.startedAt = performance.now();
  if (device.faults.has("falls-back")) return;
  for (const slot of device.slots) slot.running = slot.active;
}

/** Sixty years. */
const maxJumpMs = 60 * 365.25 * 86_400_000;

/** Its clock is not set: the time since it started, from 1970 on. */
export function formatDeviceTime(device: Device): string {
  const jump = device.faults.has("clock-jumps") ? Math.random() * maxJumpMs : 0;
  return new Date(performance.now() - device.startedAt + jump).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Everything that `get` shows: configuration and state. */
export function describeState(device: Device): XmlElement[] {
  return [
    ...device.configuration,
    describeInventory(device),
    describeAlarms(device),
    describeHardware(device),
    describeOperation(device),
  ];
}

export function describeAlarm(
  alarm: SimulatedAlarm,
  name: string,
  isCleared: boolean,
  time: string,
): XmlElement {
  const leaf = (leafName: string, text: string) => makeElement(namespaces.faultManagement, leafName, text);
  return makeElement(namespaces.faultManagement, name, [
    leaf("fault-id", String(alarm.faultId)),
    leaf("fault-source", alarm.source),
    makeElement(namespaces.faultManagement, "affected-objects", [leaf("name", alarm.source)]),
    leaf("fault-severity", alarm.severity),
    leaf("is-cleared", String(isCleared)),
    leaf("fault-text", alarm.text),
    leaf("event-time", time),
  ]);
}

function describeInventory({ slots, productCode }: Device): XmlElement {
  const leaf = (name: string, text: string) => makeElement(namespaces.softwareManagement, name, text);
  return makeElement(
    namespaces.softwareManagement,
    "software-inventory",
    slots.map(({ name, status, active, running, readOnly, buildVersion }) =>
      makeElement(namespaces.softwareManagement, "software-slot", [
        leaf("name", name),
        leaf("status", status),
        leaf("active", String(active)),
        leaf("running", String(running)),
        leaf("access", readOnly ? "READ_ONLY" : "READ_WRITE"),
        leaf("product-code", productCode),
        leaf("build-version", buildVersion),
      ]),
    ),
  );
}

function describeAlarms(device: Device): XmlElement {
  const time = formatDeviceTime(device);
  const entries = [...device.alarms.values()].map((alarm) =>
    describeAlarm(alarm, "active-alarms", false, time),
  );
  return makeElement(namespaces.faultManagement, "active-alarm-list", entries);
}

function describeHardware({ serialNumber }: Device): XmlElement {
  const leaf = (name: string, text: string) => makeElement(namespaces.hardware, name, text);
  const component = [leaf("name", "radio"), leaf("class", "O-RAN-RADIO"), leaf("serial-num", serialNumber)];
  return makeElement(namespaces.hardware, "hardware", [
    makeElement(namespaces.hardware, "component", component),
  ]);
}

function describeOperation(device: Device): XmlElement {
  const leaf = (name: string, text: string) => makeElement(namespaces.operations, name, text);
  return makeElement(namespaces.operations, "operational-info", [
    makeElement(namespaces.operations, "operational-state", [
      leaf("restart-cause", device.restartCause),
      leaf("restart-datetime", "1970-01-01T00:00:00Z"),
    ]),
  ]);
}
