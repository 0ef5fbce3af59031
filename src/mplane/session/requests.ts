/** Requests of a life as the operations that NETCONF carries, and how long each may take. */
import { namespaces } from "../../netconf/namespaces.ts";
import { formatCreateSubscription, formatEditConfig, formatGet, formatGetConfig } from "../../netconf/rpc.ts";
import { makeElement } from "../../netconf/xml/element.ts";
import { formatXml } from "../../netconf/xml/format-xml.ts";
import type { Request } from "../life/life.ts";
import { mplaneTimers } from "../timers.ts";

/** What a download needs to know of the server that holds the file, which lives no longer than the download. */
export type DownloadSource = {
  /** `sftp://user@[address]:port/file` */
  readonly url: string;
  readonly password: string;
  /** The server's public key: `ssh-rsa` and base64. */
  readonly hostKeyType: string;
  readonly hostKey: string;
};

/** @param source of a download only */
export function formatRequest(request: Request, source?: DownloadSource): string {
  switch (request.kind) {
    case "subscribe":
      return formatCreateSubscription();
    case "reset-watchdog":
      return formatWatchdogReset();
    case "get-alarms":
      return formatGet(namespaces.faultManagement, "active-alarm-list");
    case "get-inventory":
      return formatGet(namespaces.softwareManagement, "software-inventory");
    case "get-hardware":
      return formatGet(namespaces.hardware, "hardware");
    case "get-operational-state":
      return formatGet(namespaces.operations, "operational-info");
    case "get-processing-elements":
      return formatGetConfig(namespaces.processingElement, "processing-elements");
    case "get-user-plane":
      return formatGetConfig(namespaces.userPlane, "user-plane-configuration");
    case "edit-config":
      return formatEditConfig(request.config);
    case "reset":
      return formatXml(makeElement(namespaces.operations, "reset"));
    case "download":
      return formatDownload(source);
    case "install":
      return formatInstall(request.plan.slot, request.plan.fileName);
    case "activate":
      return formatSoftware("software-activate", [makeLeaf("slot-name", request.plan.slot)]);
  }
}

/** Milliseconds until a request without a reply ends the session. */
export function getTimeLimit({ kind }: Request): number {
  if (kind === "reset-watchdog") return mplaneTimers.watchdogReplyMs;
  if (kind === "edit-config") return mplaneTimers.editMs;
  return kind.startsWith("get-") || kind === "subscribe" ? mplaneTimers.getMs : mplaneTimers.startOperationMs;
}

function formatWatchdogReset(): string {
  const leaf = (name: string, milliseconds: number) =>
    makeElement(namespaces.supervision, name, String(milliseconds / 1000));
  return formatXml(
    makeElement(namespaces.supervision, "supervision-watchdog-reset", [
      leaf("supervision-notification-interval", mplaneTimers.supervisionIntervalMs),
      leaf("guard-timer-overhead", mplaneTimers.guardMs),
    ]),
  );
}

function formatDownload(source: DownloadSource | undefined): string {
  if (source === undefined) throw new TypeError("a download needs its source");
  const keys = makeLeaf("keys", [
    makeLeaf("algorithm", source.hostKeyType),
    makeLeaf("public-key", source.hostKey),
  ]);
  return formatSoftware("software-download", [
    makeLeaf("remote-file-path", source.url),
    makeLeaf("password", [makeLeaf("password", source.password)]),
    makeLeaf("server", [keys]),
  ]);
}

function formatInstall(slot: string, fileName: string): string {
  return formatSoftware("software-install", [makeLeaf("slot-name", slot), makeLeaf("file-names", fileName)]);
}

function formatSoftware(name: string, content: Parameters<typeof makeElement>[2]): string {
  return formatXml(makeElement(namespaces.softwareManagement, name, content));
}

function makeLeaf(name: string, content: Parameters<typeof makeElement>[2]) {
  return makeElement(namespaces.softwareManagement, name, content);
}
