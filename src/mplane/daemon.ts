/** All Lopcomm Radio Units of an instance, managed by one process. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { close as closeDescriptor } from "../libc/file.ts";
import {
  type ControlAnswer,
  type ControlRequest,
  controlRequest,
  findControlSocket,
} from "./control/protocol.ts";
import { serveControl } from "./control/server.ts";
import { openDaemonLock } from "./daemon-lock.ts";
import { planEdits } from "./life/configuration/configuring.ts";
import { type ManagedRadioUnit, manageRadioUnit } from "./managed/manage-radio-unit.ts";
import type { Managed } from "./managed/read-managed.ts";
import { getHostKeyId, type ManageOptions } from "./managed/wire-driver.ts";
import { type HostKeys, openHostKeys } from "./session/host-keys.ts";
import { createTurns } from "./session/take-turns.ts";
import { readRadioStatus } from "./status/status-file.ts";

export type DaemonOptions = {
  readonly stateFolder: string;
  readonly log: ManageOptions["log"];
  /** After anything changed of any Radio Unit. */
  readonly onChange: () => void;
};

export type Daemon = {
  /** Takes what is to be managed now; sessions whose files did not change are not touched. */
  readonly manage: (wanted: readonly Managed[]) => Promise<void>;
  readonly radioUnits: () => readonly ManagedRadioUnit[];
  readonly close: () => Promise<void>;
};

/** Key exchanges at once: each takes a few milliseconds of the event loop, some of them many. */
const exchangesAtOnce = 8;
const maxExchangeMs = 2_000;

/** @throws FailureError where another daemon has this state folder */
export async function startDaemon({ stateFolder, log, onChange }: DaemonOptions): Promise<Daemon> {
  const logFolder = join(stateFolder, "log");
  mkdirSync(logFolder, { recursive: true });
  const lock = openDaemonLock(stateFolder);
  const hostKeys = openHostKeys(stateFolder);
  const earlier = readRadioStatus(stateFolder)?.radio_units ?? [];
  const managed = new Map<string, ManagedRadioUnit>();
  const startedAt = performance.now();
  const options: ManageOptions = {
    logFolder,
    hostKeys,
    findIdentity: (ru, mac) => earlier.find((one) => one.ru === ru && one.mac_addr === mac),
    takeTurn: createTurns(exchangesAtOnce, maxExchangeMs),
    log,
    onChange,
  };
  const control = await serveControl(findControlSocket(stateFolder), controlRequest, (request) =>
    answerRequest(request, managed, hostKeys, startedAt),
  );
  return {
    manage: (wanted) => manageAll(managed, wanted, options),
    radioUnits: () => [...managed.values()],
    close: async () => {
      control.close();
      await Promise.all([...managed.values()].map((radioUnit) => radioUnit.close()));
      closeDescriptor(lock);
    },
  };
}

async function manageAll(
  managed: Map<string, ManagedRadioUnit>,
  wanted: readonly Managed[],
  options: ManageOptions,
): Promise<void> {
  const names = new Set(wanted.map(({ ru }) => ru));
  const gone = [...managed.keys()].filter((ru) => !names.has(ru));
  const changed = wanted.filter((next) => managed.get(next.ru)?.accept(next) !== true);
  const closing = [...gone, ...changed.map(({ ru }) => ru)].map((ru) => {
    const radioUnit = managed.get(ru);
    managed.delete(ru);
    return radioUnit?.close();
  });
  // never two sessions on one Radio Unit
  await Promise.all(closing);
  for (const next of changed) managed.set(next.ru, manageRadioUnit(next, options));
}

function answerRequest(
  request: ControlRequest,
  managed: ReadonlyMap<string, ManagedRadioUnit>,
  hostKeys: HostKeys,
  startedAt: number,
): ControlAnswer {
  if (request.ask === "status") {
    const status = [...managed.values()].map((radioUnit) => radioUnit.describe());
    return { status, pid: process.pid, uptime: Math.round((performance.now() - startedAt) / 1000) };
  }
  const radioUnit = managed.get(request.ru);
  if (radioUnit === undefined)
    return { refused: `Radio Unit ${JSON.stringify(request.ru)} is not managed`, input: true };
  if (request.ask === "trust") return trust(radioUnit, hostKeys);
  const { phase } = radioUnit.getLife();
  if (request.ask === "configure" && request.dry_run) return describeEdits(radioUnit);
  if (phase.name === "absent" || phase.name === "greeting") {
    const { problem } = radioUnit.describe();
    return { refused: `Radio Unit ${JSON.stringify(request.ru)} is not connected: ${problem}`, input: false };
  }
  return ask(radioUnit, request);
}

function ask(
  radioUnit: ManagedRadioUnit,
  request: Extract<ControlRequest, { ask: "configure" | "reset" | "update" }>,
): ControlAnswer {
  if (request.ask === "update") {
    const { file, version, even_if_active: evenIfActive } = request;
    radioUnit.send({ type: "asked", asked: { kind: "update", wish: { file, version, evenIfActive } } });
    return { done: [`the update of ${JSON.stringify(request.ru)} has begun`] };
  }
  radioUnit.send({ type: "asked", asked: { kind: request.ask } });
  return { done: [`${request.ask} of ${JSON.stringify(request.ru)} has begun`] };
}

function describeEdits(radioUnit: ManagedRadioUnit): ControlAnswer {
  const { differences } = radioUnit.describe();
  return {
    done: [...planEdits(radioUnit.getLife()).map((edit) => `would deliver the ${edit}`), ...differences],
  };
}

function trust(radioUnit: ManagedRadioUnit, hostKeys: HostKeys): ControlAnswer {
  const { ru } = radioUnit.managed();
  const fingerprint = hostKeys.trustRefused(getHostKeyId(radioUnit.managed()));
  if (fingerprint === undefined)
    return { refused: `no host key of ${JSON.stringify(ru)} was refused`, input: false };
  return { done: [`the host key of ${JSON.stringify(ru)} is ${fingerprint} from now on`] };
}
