/** What a simulated Radio Unit answers to an operation. */
import { namespaces } from "../../netconf/namespaces.ts";
import {
  findChild,
  getChildText,
  isElement,
  makeElement,
  type XmlElement,
} from "../../netconf/xml/element.ts";
import { checkConfiguration } from "./configuration/check-configuration.ts";
import { editConfiguration } from "./configuration/edit-configuration.ts";
import { filterSubtree } from "./configuration/filter-subtree.ts";
import { type Device, describeState } from "./device.ts";

export type Answer = {
  readonly content: readonly XmlElement[];
  /** What happens besides. */
  readonly effect?: Effect;
};

export type Effect =
  | { readonly kind: "subscribe" }
  | { readonly kind: "close" }
  | { readonly kind: "restart" }
  | { readonly kind: "edited" }
  | { readonly kind: "watchdog"; readonly intervalSeconds: number; readonly guardSeconds: number }
  | { readonly kind: "download"; readonly url: string; readonly password: string }
  | { readonly kind: "install"; readonly slot: string }
  | { readonly kind: "activate"; readonly slot: string };

export function answerRpc(device: Device, operation: XmlElement): Answer {
  if (operation.namespace === namespaces.base) return answerBase(device, operation);
  const { faults } = device;
  if (isElement(operation, namespaces.notification, "create-subscription")) return ok({ kind: "subscribe" });
  if (isElement(operation, namespaces.supervision, "supervision-watchdog-reset")) {
    if (faults.has("refuse-watchdog")) return refuse("operation-failed", "", "User callback failed");
    return resetWatchdog(operation);
  }
  if (isElement(operation, namespaces.operations, "reset"))
    return faults.has("refuse-reset") ? refuse("access-denied", "", "refused") : ok({ kind: "restart" });
  if (operation.namespace === namespaces.softwareManagement) return answerSoftware(device, operation);
  return refuse("operation-not-supported", "", `no operation ${operation.name}`);
}

export function refuse(tag: string, path: string, message: string): Answer {
  const leaf = (name: string, text: string) => makeElement(namespaces.base, name, text);
  return {
    content: [
      makeElement(namespaces.base, "rpc-error", [
        leaf("error-type", "application"),
        leaf("error-tag", tag),
        leaf("error-severity", "error"),
        ...(path === "" ? [] : [leaf("error-path", path)]),
        leaf("error-message", message),
      ]),
    ],
  };
}

function ok(effect?: Effect): Answer {
  return { content: [makeElement(namespaces.base, "ok")], ...(effect && { effect }) };
}

function answerBase(device: Device, operation: XmlElement): Answer {
  switch (operation.name) {
    case "get":
      if (device.faults.has("refuse-alarms") && asksForAlarms(operation))
        return refuse("operation-failed", "", "refused");
      return answerData(device, describeState(device), operation);
    case "get-config":
      if (device.faults.has("refuse-reading")) return refuse("access-denied", "", "refused");
      return answerData(device, device.configuration, operation);
    case "edit-config":
      return editConfig(device, operation);
    case "close-session":
      return ok({ kind: "close" });
    default:
      return refuse("operation-not-supported", "", `no operation ${operation.name}`);
  }
}

function asksForAlarms(operation: XmlElement): boolean {
  return findChild(operation, "filter")?.children.some(({ name }) => name === "active-alarm-list") ?? false;
}

function answerData({ faults }: Device, elements: readonly XmlElement[], operation: XmlElement): Answer {
  const found = filterSubtree(elements, findChild(operation, "filter")?.children);
  return { content: [makeElement(faults.has("bare-data") ? "" : namespaces.base, "data", found)] };
}

function editConfig(device: Device, operation: XmlElement): Answer {
  const config = findChild(operation, "config");
  if (config === undefined) return refuse("missing-element", "", "config");
  if (device.faults.has("refuse-edit")) return refuse("operation-failed", "/", "refused");
  const result = editConfiguration(device.configuration, config.children);
  if ("tag" in result) return refuse(result.tag, result.path, "");
  const fault = checkConfiguration(result.configuration);
  if (fault !== undefined) return refuse(fault.tag, fault.path, fault.message);
  if (!device.faults.has("ignore-edit")) {
    device.configuration = result.configuration.map((container) =>
      keepActiveCarriers(device.configuration, container),
    );
  }
  return ok({ kind: "edited" });
}

/** A carrier that is active, and shall stay so, ignores changes: it has to be made inactive first. */
function keepActiveCarriers(before: readonly XmlElement[], container: XmlElement): XmlElement {
  const old = before.find(
    ({ name, namespace }) => name === container.name && namespace === container.namespace,
  );
  if (old === undefined) return container;
  const children = container.children.map((child) => {
    const carrier = old.children.find(
      (other) => other.name === child.name && getChildText(other, "name") === getChildText(child, "name"),
    );
    return carrier !== undefined && isActive(carrier) && isActive(child) ? carrier : child;
  });
  return { ...container, children };
}

function isActive(carrier: XmlElement): boolean {
  return getChildText(carrier, "active") === "ACTIVE";
}

function resetWatchdog(operation: XmlElement): Answer {
  const seconds = (name: string, preset: number) => Number(getChildText(operation, name) ?? preset);
  const effect: Effect = {
    kind: "watchdog",
    intervalSeconds: seconds("supervision-notification-interval", 60),
    guardSeconds: seconds("guard-timer-overhead", 10),
  };
  return { content: [makeElement(namespaces.supervision, "next-update-at", "1970-01-01T00:01:10Z")], effect };
}

function answerSoftware(device: Device, operation: XmlElement): Answer {
  const started = (effect: Effect): Answer => ({
    content: [makeElement(namespaces.softwareManagement, "status", "STARTED")],
    effect,
  });
  const slot = device.slots.find(({ name }) => name === getChildText(operation, "slot-name"));
  switch (operation.name) {
    case "software-download": {
      const url = getChildText(operation, "remote-file-path") ?? "";
      const credentials = findChild(operation, "password");
      return started({
        kind: "download",
        url,
        password: credentials === undefined ? "" : (getChildText(credentials, "password") ?? ""),
      });
    }
    case "software-install":
      if (slot === undefined || slot.active || slot.running || slot.readOnly)
        return failed("slot cannot be written");
      return started({ kind: "install", slot: slot.name });
    case "software-activate":
      if (slot?.status !== "VALID") return failed("slot is not valid");
      return started({ kind: "activate", slot: slot.name });
    default:
      return refuse("operation-not-supported", "", `no operation ${operation.name}`);
  }
}

function failed(message: string): Answer {
  return {
    content: [
      makeElement(namespaces.softwareManagement, "status", "FAILED"),
      makeElement(namespaces.softwareManagement, "error-message", message),
    ],
  };
}
