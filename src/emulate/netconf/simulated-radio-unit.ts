/**
 * A simulated Radio Unit: a NETCONF server as a Lopcomm Radio Unit has one, with its watchdog, which restarts it, software slots and
 * alarms.
 */
import type { Duplex } from "node:stream";
import { namespaces } from "../../netconf/namespaces.ts";
import { makeElement, type XmlElement } from "../../netconf/xml/element.ts";
import { startAlarmStorm } from "./alarm-storm.ts";
import type { Effect } from "./answer-rpc.ts";
import {
  createDevice,
  type Device,
  describeAlarm,
  formatDeviceTime,
  type RestartCause,
  restartDevice,
  type SimulatedAlarm,
} from "./device.ts";
import type { FaultKind } from "./faults/faults.ts";
import { type ServerSession, serveSession } from "./server-session.ts";
import { type FetchFile, runSoftware } from "./software/software.ts";

export type SimulatedRadioUnit = {
  readonly device: Device;
  /** A NETCONF session begins on this stream. */
  readonly accept: (stream: Duplex) => void;
  readonly raise: (alarm: SimulatedAlarm) => void;
  readonly clear: (alarm: Pick<SimulatedAlarm, "faultId" | "source">) => void;
  /** What it does wrong from now on, in place of what it did before. */
  readonly setFaults: (faults: readonly FaultKind[]) => void;
  readonly restart: (cause: RestartCause) => void;
  /** Ends every session without a word. */
  readonly drop: () => void;
  readonly close: () => void;
};

export type SimulationOptions = {
  readonly productCode: string;
  readonly serialNumber: string;
  /** Fetches what a download names. */
  readonly fetchFile: FetchFile;
  /** Called when it restarts: connections are to be cut, and refused until it is up again. */
  readonly onRestart: () => void;
  /** Called when it does other things wrong than before. */
  readonly onFaults?: () => void;
};

export function createSimulatedRadioUnit(options: SimulationOptions): SimulatedRadioUnit {
  const simulation: Simulation = {
    options,
    device: createDevice(options.productCode, options.serialNumber),
    sessions: new Set(),
    watchdogs: new Map(),
    lastId: 0,
    endStorm: undefined,
  };
  const { device } = simulation;
  return {
    device,
    accept: (stream) => accept(simulation, stream),
    raise: (alarm) => {
      device.alarms.set(getAlarmKey(alarm), alarm);
      notifyAlarm(simulation, alarm, false);
    },
    clear: (alarm) => clear(simulation, getAlarmKey(alarm)),
    setFaults: (faults) => setFaults(simulation, faults),
    restart: (cause) => restart(simulation, cause),
    drop: () => dropSessions(simulation),
    close: () => {
      simulation.endStorm?.();
      dropSessions(simulation);
      for (const session of [...simulation.watchdogs.keys()]) endWatchdog(simulation, session);
    },
  };
}

type Simulation = {
  readonly options: SimulationOptions;
  readonly device: Device;
  readonly sessions: Set<ServerSession>;
  /** Of each subscribed session: when it asks for a reset, and when it restarts without one. */
  readonly watchdogs: Map<ServerSession, readonly NodeJS.Timeout[]>;
  lastId: number;
  endStorm: (() => void) | undefined;
};

/** Seconds, until a reset says otherwise (o-ran-supervision). */
const defaultWatchdog = { intervalSeconds: 60, guardSeconds: 10 } as const;

function setFaults(simulation: Simulation, faults: readonly FaultKind[]): void {
  const { device, options } = simulation;
  device.faults.clear();
  for (const fault of faults) device.faults.add(fault);
  simulation.endStorm?.();
  simulation.endStorm = device.faults.has("alarm-storm")
    ? startAlarmStorm((alarm, isCleared) => notifyAlarm(simulation, alarm, isCleared))
    : undefined;
  options.onFaults?.();
}

function accept(simulation: Simulation, stream: Duplex): void {
  simulation.lastId++;
  const session = serveSession(simulation.device, stream, simulation.lastId, {
    onEffect: (own, effect) => perform(simulation, own, effect),
    onEnd: (own) => {
      simulation.sessions.delete(own);
      if (!simulation.device.faults.has("keeps-watchdog")) endWatchdog(simulation, own);
    },
  });
  simulation.sessions.add(session);
}

function endWatchdog({ watchdogs }: Simulation, session: ServerSession): void {
  for (const timer of watchdogs.get(session) ?? []) clearTimeout(timer);
  watchdogs.delete(session);
}

function dropSessions({ sessions }: Simulation): void {
  for (const session of [...sessions]) {
    sessions.delete(session);
    session.close();
  }
}

function restart(simulation: Simulation, cause: RestartCause): void {
  dropSessions(simulation);
  for (const session of [...simulation.watchdogs.keys()]) endWatchdog(simulation, session);
  restartDevice(simulation.device, cause);
  simulation.options.onRestart();
}

function perform(simulation: Simulation, session: ServerSession, effect: Effect): void {
  switch (effect.kind) {
    case "subscribe":
      session.isSubscribed = true;
      startWatchdog(simulation, session, defaultWatchdog);
      break;
    case "watchdog":
      startWatchdog(simulation, session, effect);
      break;
    case "close":
      endWatchdog(simulation, session);
      session.close();
      break;
    case "restart":
      restart(simulation, "MPLANE-TRIGGERED-RESTART");
      break;
    case "edited":
      if (simulation.device.faults.has("restart-while-configuring")) restart(simulation, "POWER-ON");
      break;
    default:
      void runSoftware(simulation.device, effect, simulation.options.fetchFile).then((event) => {
        if (!simulation.device.faults.has("no-software-events")) notifyAll(simulation, event);
      });
  }
}

function startWatchdog(
  simulation: Simulation,
  session: ServerSession,
  { intervalSeconds, guardSeconds }: { readonly intervalSeconds: number; readonly guardSeconds: number },
): void {
  endWatchdog(simulation, session);
  const ask = () => session.notify(makeElement(namespaces.supervision, "supervision-notification"));
  simulation.watchdogs.set(session, [
    setTimeout(ask, intervalSeconds * 1000),
    setTimeout(() => restart(simulation, "SUPERVISION-WATCHDOG"), (intervalSeconds + guardSeconds) * 1000),
  ]);
}

function getAlarmKey({ faultId, source }: Pick<SimulatedAlarm, "faultId" | "source">): string {
  return `${faultId} ${source}`;
}

/** What is not on is not cleared. */
function clear(simulation: Simulation, key: string): void {
  const alarm = simulation.device.alarms.get(key);
  if (alarm === undefined) return;
  simulation.device.alarms.delete(key);
  notifyAlarm(simulation, alarm, true);
}

function notifyAlarm(simulation: Simulation, alarm: SimulatedAlarm, isCleared: boolean): void {
  notifyAll(simulation, describeAlarm(alarm, "alarm-notif", isCleared, formatDeviceTime(simulation.device)));
}

function notifyAll({ sessions }: Simulation, event: XmlElement): void {
  for (const session of sessions) if (session.isSubscribed) session.notify(event);
}
