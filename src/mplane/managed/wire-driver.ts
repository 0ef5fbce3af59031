/** What the driver of a Radio Unit is joined to: SSH, logs, host keys, firmware. */
import type { RpcReply } from "../../netconf/rpc.ts";
import type { RadioUnitStatus } from "../../report/radio.ts";
import type { DriverOptions } from "../drive-radio-unit.ts";
import type { Life, Request } from "../life/life.ts";
import type { AlarmWriter } from "../logs/alarm-writer.ts";
import { logReply, logRequest } from "../logs/log-reply.ts";
import type { NotificationLog } from "../logs/notification-log.ts";
import type { RadioUnitLogs } from "../logs/radio-unit-logs.ts";
import type { StatsLog } from "../logs/stats-log.ts";
import type { HostKeys } from "../session/host-keys.ts";
import { openChannel } from "../session/ssh-channel.ts";
import { describeLife } from "../status/describe-life.ts";
import type { Identity, IdentityNote } from "../status/identity.ts";
import type { Managed } from "./read-managed.ts";

export type ManageOptions = {
  readonly logFolder: string;
  readonly hostKeys: HostKeys;
  /** What an earlier daemon read of a Radio Unit. */
  readonly findIdentity: (ru: string, mac: string) => Identity | undefined;
  readonly takeTurn: () => Promise<() => void>;
  readonly log: (level: "INFO" | "WARNING" | "ERROR", text: string) => void;
  readonly onChange: () => void;
};

export type RadioUnitCounts = {
  /** Sessions that were supervised. */
  connects: number;
  resets: number;
  /** How late the watchdog reset that was latest went out, in seconds. */
  maxResetLateSeconds: number;
};

/** A Radio Unit that is managed, as its parts see it. */
export type One = {
  present: Managed;
  readonly logs: RadioUnitLogs;
  readonly stats: StatsLog;
  readonly logNotification: NotificationLog;
  readonly counts: RadioUnitCounts;
  readonly alarms: AlarmWriter;
  readonly identity: IdentityNote;
  /** The supervised session: when it began, and its life as of the last event; null where there is none. */
  session: { readonly since: number; readonly life: Life } | null;
};

export function getDriverOptions(one: One, options: ManageOptions): DriverOptions {
  const { ru, addr } = one.present;
  return {
    now: () => performance.now(),
    dial: (events) => openChannel(getLogin(one.present, options), events),
    log: (level, text, life) => {
      options.log(level, `${ru}: ${text}`);
      one.stats.say(level, text, life.watchdog !== null);
    },
    onNotification: (notification, life) => one.logNotification(notification, life.watchdog !== null),
    onRequest: (request) => logRequest(one.logs, request),
    onReply: (request, reply, life) => noteReply(one, options.hostKeys, request, reply, life),
    onChange: (life, resetLateMs) => {
      noteChange(one, life, resetLateMs);
      options.onChange();
    },
    serve: async (file) => {
      const { openFileServer } = await import("../software/file-server.ts");
      const authorizedKey = one.present.management.authorized_key;
      return openFileServer({ file, address: addr, authorizedKey });
    },
  };
}

/** As promises look for it: `('ADDRESS', 830)`. */
export function formatPeer({ host, management }: Managed): string {
  return `('${host}', ${management.port})`;
}

export function getHostKeyId({ ru, management }: Managed): string {
  return `${ru} ${management.mac_addr}`;
}

export function describeOne({ present, identity }: One, life: Life): RadioUnitStatus {
  return describeLife(present, life, identity.get(), performance.now());
}

function noteReply(one: One, hostKeys: HostKeys, request: Request, reply: RpcReply, life: Life): void {
  if (request.kind === "subscribe" && reply.errors.length === 0) {
    one.counts.connects++;
    one.stats.say("INFO", `Subscription to ${formatPeer(one.present)} successful`, true);
  }
  // other software may come with another host key
  const isUpdated = request.kind === "reset" && life.pending.update?.wasReset === true;
  if (isUpdated && reply.errors.length === 0) hostKeys.forget(getHostKeyId(one.present));
  logReply(one.logs, request, reply);
}

function noteChange(one: One, life: Life, resetLateMs: number | null): void {
  const { counts, session } = one;
  if (resetLateMs !== null) {
    counts.resets++;
    counts.maxResetLateSeconds = Math.max(counts.maxResetLateSeconds, resetLateMs / 1000);
  }
  if (life.alarmsAreCurrent) one.alarms.note(life);
  one.identity.note(life);
  if (life.watchdog !== null) one.session = { since: session?.since ?? performance.now(), life };
  else if (session !== null) {
    one.session = null;
    sayLost(one, session, life);
  }
}

function sayLost(one: One, session: NonNullable<One["session"]>, life: Life): void {
  const now = performance.now();
  one.stats.sayLost({
    ...one.counts,
    seconds: Math.round((now - session.since) / 1000),
    pauseSeconds:
      life.phase.name === "absent" ? Math.max(0, Math.round((life.phase.dialAt - now) / 1000)) : 0,
    status: describeOne(one, session.life),
  });
}

function getLogin(managed: Managed, { hostKeys, takeTurn }: ManageOptions) {
  const { host, management } = managed;
  const id = getHostKeyId(managed);
  return {
    host,
    port: management.port,
    user: management.user,
    password: management.password,
    takeTurn,
    acceptHostKey: (key: Buffer) => management.host_key_policy === "any" || hostKeys.accept(id, key),
  };
}
