/** Downloading, installing and activating at a simulated Radio Unit: each ends with an event. */
import { basename } from "node:path";
import { namespaces } from "../../../netconf/namespaces.ts";
import { makeElement, type XmlElement } from "../../../netconf/xml/element.ts";
import type { Effect } from "../answer-rpc.ts";
import type { Device } from "../device.ts";

/** Fetches a file really. @throws Error with `status` as its message, one of download-event's */
export type FetchFile = (url: string, password: string) => Promise<Buffer>;

/** Gives the event that it ends with. */
export async function runSoftware(
  device: Device,
  effect: Extract<Effect, { kind: "download" | "install" | "activate" }>,
  fetchFile: FetchFile,
): Promise<XmlElement> {
  switch (effect.kind) {
    case "download":
      return download(device, effect, fetchFile);
    case "install":
      return install(device, effect.slot);
    case "activate":
      return activate(device, effect.slot);
  }
}

async function download(
  device: Device,
  { url, password }: { url: string; password: string },
  fetchFile: FetchFile,
): Promise<XmlElement> {
  const name = decodeURIComponent(basename(new URL(url).pathname));
  try {
    if (device.faults.has("download-fails")) throw new Error("PROTOCOL_ERROR");
    device.downloaded = { name, content: await fetchFile(url, password) };
    return makeEvent("download-event", { "file-name": name, status: "COMPLETED" });
  } catch (cause) {
    const status = cause instanceof Error ? cause.message : "APPLICATION_ERROR";
    return makeEvent("download-event", { "file-name": name, status });
  }
}

/** The version stands in the file's name, as vendors write it: `PR.PRM61C70V1005.005.tar.gz`. */
function install(device: Device, name: string): XmlElement {
  const slot = device.slots.find((one) => one.name === name);
  const version = /(\d+\.\d+)\.tar/.exec(device.downloaded?.name ?? "")?.[1];
  if (slot === undefined || version === undefined || device.faults.has("install-fails")) {
    return makeEvent("install-event", { "slot-name": name, status: "FILE_ERROR" });
  }
  slot.status = "VALID";
  slot.buildVersion = version;
  return makeEvent("install-event", { "slot-name": name, status: "COMPLETED" });
}

function activate(device: Device, name: string): XmlElement {
  if (device.faults.has("activation-fails")) {
    return makeEvent("activation-event", {
      "slot-name": name,
      status: "APPLICATION_ERROR",
      "return-code": "1",
    });
  }
  for (const slot of device.slots) slot.active = slot.name === name;
  return makeEvent("activation-event", { "slot-name": name, status: "COMPLETED", "return-code": "0" });
}

function makeEvent(name: string, leaves: Readonly<Record<string, string>>): XmlElement {
  return makeElement(
    namespaces.softwareManagement,
    name,
    Object.entries(leaves).map(([leaf, text]) => makeElement(namespaces.softwareManagement, leaf, text)),
  );
}
