/** One managed Radio Unit: its driver, logs, host key, schedule and firmware. */
import { encodeReference } from "../instance/reference.ts";
import type { RpcReply } from "../netconf/rpc.ts";
import type { RadioUnitStatus } from "../report/radio.ts";
import { type Driver, type DriverOptions, driveRadioUnit } from "./drive-radio-unit.ts";
import type { Life, Request } from "./life/life.ts";
import { openRadioUnitLogs, type RadioUnitLogs } from "./logs/radio-unit-logs.ts";
import { isSameManaged, type Managed } from "./read-managed.ts";
import { scheduleResets } from "./schedule-resets.ts";
import type { HostKeys } from "./session/host-keys.ts";
import { openChannel } from "./session/ssh-channel.ts";
import { describeLife } from "./status/describe-life.ts";

export type RadioUnitCounts = {
  /** Sessions that were supervised. */
  connects: number;
  resets: number;
  /** How late the watchdog reset that was latest went out, in seconds. */
  maxResetLateSeconds: number;
};

export type ManagedRadioUnit = {
  readonly managed: () => Managed;
  readonly getLife: () => Life;
  readonly describe: () => RadioUnitStatus;
  readonly counts: RadioUnitCounts;
  readonly send: Driver["send"];
  /** Takes new files without touching the session; false where something else changed, so that it has to be made anew. */
  readonly accept: (managed: Managed) => boolean;
  readonly close: () => Promise<void>;
};

export type ManageOptions = {
  readonly logFolder: string;
  readonly hostKeys: HostKeys;
  readonly takeTurn: () => Promise<() => void>;
  readonly log: (level: "INFO" | "WARNING" | "ERROR", text: string) => void;
  readonly onChange: () => void;
};

/** Alarms are written this much after they came: a storm of them is one write. */
const alarmDelayMs = 100;

export function manageRadioUnit(managed: Managed, options: ManageOptions): ManagedRadioUnit {
  let present = managed;
  const { ru, management } = managed;
  const logs = openRadioUnitLogs(options.logFolder, encodeReference(ru), (text) =>
    options.log("ERROR", text),
  );
  const counts: RadioUnitCounts = { connects: 0, resets: 0, maxResetLateSeconds: 0 };
  const alarms = createAlarmWriter(logs);
  const driver = driveRadioUnit(managed.wanted, getDriverOptions(managed, options, { logs, counts, alarms }));
  if (management.firmware !== null) {
    // installed as soon as it is looked at, unless its carriers are on the air
    const wish = { ...management.firmware, evenIfActive: false };
    driver.send({ type: "asked", asked: { kind: "update", wish } });
  }
  const reset = () => {
    logs.text("reset", "INFO", "reset by schedule");
    driver.send({ type: "asked", asked: { kind: "reset" } });
  };
  const schedule =
    management.reset_schedule === null ? undefined : scheduleResets(management.reset_schedule, reset);
  return {
    managed: () => present,
    getLife: driver.getLife,
    describe: () =>
      describeLife({ ru, tap: present.tap, host: present.host }, driver.getLife(), performance.now()),
    counts,
    send: driver.send,
    accept: (next) => {
      if (!isSameManaged(present, next)) return false;
      present = next;
      driver.send({ type: "wanted", wanted: next.wanted });
      return true;
    },
    close: async () => {
      (await schedule)?.();
      alarms.close();
      await driver.close();
    },
  };
}

type Notes = {
  readonly logs: RadioUnitLogs;
  readonly counts: RadioUnitCounts;
  readonly alarms: ReturnType<typeof createAlarmWriter>;
};

function getDriverOptions(
  managed: Managed,
  options: ManageOptions,
  { logs, counts, alarms }: Notes,
): DriverOptions {
  const { ru, host, addr, management } = managed;
  const peer = `('${host}', ${management.port})`;
  return {
    now: () => performance.now(),
    dial: (events) => openChannel(getLogin(managed, options), events),
    log: (level, text) => {
      options.log(level, `${ru}: ${text}`);
      logs.text("stats", level, text);
    },
    onNotification: (notification) => {
      logs.notification(notification);
      logs.text("stats", "INFO", `Got new notification from ${peer}...`);
    },
    onReply: (request, reply) => {
      if (request.kind === "subscribe" && reply.errors.length === 0) {
        counts.connects++;
        logs.text("stats", "INFO", `Subscription to ${peer} successful`);
      }
      logReply(logs, request, reply);
    },
    onChange: (life, resetLateMs) => {
      if (resetLateMs !== null) noteReset(counts, resetLateMs);
      if (life.alarmsAreCurrent) alarms.note(life);
      options.onChange();
    },
    serve: async (file) => {
      const { openFileServer } = await import("./software/file-server.ts");
      return openFileServer({ file, address: addr, authorizedKey: management.authorized_key });
    },
  };
}

function noteReset(counts: RadioUnitCounts, lateMs: number): void {
  counts.resets++;
  counts.maxResetLateSeconds = Math.max(counts.maxResetLateSeconds, lateMs / 1000);
}

function getLogin({ ru, host, management }: Managed, { hostKeys, takeTurn }: ManageOptions) {
  const id = `${ru} ${management.mac_addr}`;
  return {
    host,
    port: management.port,
    user: management.user,
    password: management.password,
    takeTurn,
    acceptHostKey: (key: Buffer) => management.host_key_policy === "any" || hostKeys.accept(id, key),
  };
}

/** The words that promises look for stand in the log of the configuration. */
function logReply(logs: RadioUnitLogs, request: Request, { errors, content }: RpcReply): void {
  if (request.kind === "reset-watchdog") logs.reply("supervision-reply", content);
  if (request.kind === "download" || request.kind === "install" || request.kind === "activate") {
    logs.reply("software-reply", content);
  }
  if (request.kind !== "edit-config") return;
  logs.text("config", "INFO", "Sending edit-config RPC request...");
  if (errors.length === 0) logs.text("config", "INFO", "Edit-config RPC request sent successfully");
  else
    logs.text(
      "config",
      "ERROR",
      `Error sending edit-config RPC request: ${errors.map(({ message }) => message).join("; ")}`,
    );
}

function createAlarmWriter(logs: RadioUnitLogs) {
  let timer: NodeJS.Timeout | undefined;
  let latest: Life | undefined;
  const write = () => {
    timer = undefined;
    if (latest !== undefined) logs.alarms(latest.alarms);
  };
  return {
    note: (life: Life) => {
      if (latest?.alarms === life.alarms) return;
      latest = life;
      timer ??= setTimeout(write, alarmDelayMs);
    },
    close: () => {
      clearTimeout(timer);
      write();
    },
  };
}
