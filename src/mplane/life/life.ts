/** The life of one Radio Unit as a value: what it is doing, who waits for what, and what was read of it. */

import type { Notification } from "../../netconf/notification.ts";
import type { RpcError } from "../../netconf/rpc.ts";
import type { XmlElement } from "../../netconf/xml/element.ts";
import type { Alarm } from "../alarms.ts";
import type { ConfigurationDifference } from "../compare-configuration.ts";
import type { SoftwareSlot } from "../software/inventory.ts";
import type { UpdatePlan } from "../software/update-plan.ts";

/** What the parameters want of a Radio Unit; all of it comes from rendered files. */
export type Wanted = {
  /** The `config` element of each file, as text without an XML declaration: parsed, it would take twenty times the memory. */
  readonly processingElement: WantedConfig;
  /** Null where no cell is on the Radio Unit. */
  readonly userPlane: {
    readonly inactive: WantedConfig;
    /** Null where the carriers stay inactive: the inactive configuration is all of it then. */
    readonly active: WantedConfig | null;
  } | null;
  /** Null where the software stays as it is. */
  readonly firmware: Firmware | null;
};

export type Firmware = {
  /** Absolute path on this host. */
  readonly file: string;
  /** Expected `build-version`; null: any that is part of the file's name. */
  readonly version: string | null;
};

export type WantedConfig = { readonly text: string };

/** When what is asked of the Radio Unit is due, in milliseconds of the driver's clock. */
export type Watchdog = {
  readonly dueAt: number;
  /** Null where no reset waits for its reply. */
  readonly sentAt: number | null;
  readonly lost: number;
};

/** What may be refused: a Radio Unit can be configured without it. */
export type StateQuestion = "get-alarms" | "get-inventory" | "get-hardware" | "get-operational-state";
export type ConfigurationQuestion = "get-processing-elements" | "get-user-plane";
export type Question = StateQuestion | ConfigurationQuestion;

export type Request =
  | { readonly kind: "subscribe" }
  | { readonly kind: "reset-watchdog" }
  | { readonly kind: StateQuestion }
  /** `aside`: on a short session beside the subscribed one. */
  | { readonly kind: ConfigurationQuestion; readonly aside: boolean }
  | {
      readonly kind: "edit-config";
      readonly step: EditStep;
      readonly config: string;
      readonly aside: boolean;
    }
  | { readonly kind: "reset" }
  | { readonly kind: "download"; readonly plan: UpdatePlan }
  | { readonly kind: "install"; readonly plan: UpdatePlan }
  | { readonly kind: "activate"; readonly plan: UpdatePlan };

/** In the order in which they are delivered: a carrier that is active ignores changes. */
export type EditStep = "processing element" | "inactive user plane" | "active user plane";

export type Phase =
  | { readonly name: "absent"; readonly dialAt: number; readonly reason: string; readonly refused: boolean }
  | { readonly name: "greeting" }
  | { readonly name: "subscribing" }
  | { readonly name: "supervised" }
  /** What is still to be read; after an edit only the configuration is read back. */
  | { readonly name: "looking"; readonly questions: readonly Question[]; readonly afterEdit: boolean }
  /** What is still to be delivered. */
  | { readonly name: "configuring"; readonly steps: readonly EditStep[] }
  /** `started`: the request for this step went out; `deadline`: until its event came. */
  | {
      readonly name: "updating";
      readonly plan: UpdatePlan;
      readonly started: boolean;
      readonly deadline: number;
    }
  | { readonly name: "in service" }
  | { readonly name: "configured wrong"; readonly problems: readonly string[]; readonly retryAt: number }
  | { readonly name: "resetting" };

/** What was read last; kept while there is no session. */
export type Seen = {
  /** Whether a carrier of the user plane is ACTIVE. */
  readonly isOnAir: boolean;
  /** Null where the Radio Unit refused to tell. */
  readonly inventory: readonly SoftwareSlot[] | null;
  /** When the inventory was read; null where it never was. */
  readonly inventoryAt: number | null;
  /** Null where the Radio Unit does not tell. */
  readonly serialNumber: string | null;
  readonly restartCause: string | null;
};

/** How the configuration of this session's Radio Unit is read and written. */
export type Access = {
  /** A Radio Unit that cannot interleave requests with notifications takes them on another session only. */
  readonly way: "subscribed session" | "aside" | "refused";
  /** Why the way before was refused; empty where none was. */
  readonly refusal: string;
  /** What was delivered since the session began, which counts where nothing can be read back. */
  readonly delivered: Wanted | null;
};

/**
 * How far the firmware of the parameters is: it waits for carriers to become inactive; where it failed it is not tried
 * again until an operator or other parameters say so.
 */
export type FirmwareState = "untried" | "waiting" | "done" | "failed";

export type Life = {
  readonly phase: Phase;
  /** When this phase began. */
  readonly since: number;
  readonly wanted: Wanted;
  /** Null while there is no session that is supervised. */
  readonly watchdog: Watchdog | null;
  /** The one request besides a watchdog reset that waits for its reply. */
  readonly waiting: { readonly request: Request; readonly deadline: number } | null;
  readonly seen: Seen;
  readonly access: Access;
  readonly firmware: FirmwareState;
  /** Between what is wanted and what was read last. */
  readonly differences: {
    readonly processingElement: readonly ConfigurationDifference[];
    readonly userPlane: readonly ConfigurationDifference[];
  };
  /** When the configuration was last read and found as wanted; null where it never was. */
  readonly confirmedAt: number | null;
  /** By fault-id and source. Those of an earlier session are kept until they are read anew. */
  readonly alarms: ReadonlyMap<string, Alarm>;
  /** False while the alarms are those of an earlier session. */
  readonly alarmsAreCurrent: boolean;
  /** When the last notification or reply came. */
  readonly heardAt: number;
  readonly warnedOfSilence: boolean;
  /** Failures in a row of the kind that makes pauses grow. */
  readonly failures: number;
  readonly pending: Pending;
};

/** What an operator, a schedule or the parameters want done once the Radio Unit can. */
export type Pending = {
  readonly reset: boolean;
  readonly configure: boolean;
  readonly update: Update | null;
};

export type Update = UpdateWish & {
  /** Asked for by the parameters, not by an operator. */
  readonly fromParameters: boolean;
  /** Sessions that were lost on the way: the next one goes on, but not for ever. */
  readonly lostSessions: number;
  /** Whether the new slot was activated: if it is not the active one then, the update ends. */
  readonly wasActivated: boolean;
  /** Whether the Radio Unit was restarted for it: another version that runs then means that it fell back. */
  readonly wasReset: boolean;
};

/** @see UpdatePlan */
export type UpdateWish = Firmware & {
  /** Whether the Radio Unit may be taken off the air. */
  readonly evenIfActive: boolean;
};

export type LifeEvent =
  | { readonly type: "time" }
  | { readonly type: "hello"; readonly notifications: boolean; readonly interleave: boolean }
  | { readonly type: "lost"; readonly reason: string; readonly refused: boolean }
  | {
      readonly type: "reply";
      readonly request: Request;
      readonly errors: readonly RpcError[];
      readonly content: readonly XmlElement[];
    }
  | { readonly type: "notification"; readonly notification: Notification }
  | { readonly type: "wanted"; readonly wanted: Wanted }
  | { readonly type: "asked"; readonly asked: Asked };

export type Asked =
  | { readonly kind: "reset" }
  | { readonly kind: "configure" }
  | { readonly kind: "update"; readonly wish: UpdateWish };

export type Action =
  | { readonly type: "dial" }
  /** Ends the session; politely with close-session where the Radio Unit still answers. */
  | { readonly type: "end"; readonly reason: string; readonly politely: boolean }
  | { readonly type: "request"; readonly request: Request }
  | { readonly type: "log"; readonly level: "INFO" | "WARNING" | "ERROR"; readonly text: string };

export type Step = { readonly life: Life; readonly actions: readonly Action[] };
