/** A life driven in simulated time against the answers of a simulated Radio Unit: hours in milliseconds. */
import { answerRpc } from "../../src/emulate/netconf/answer-rpc.ts";
import { createDevice, type Device, restartDevice } from "../../src/emulate/netconf/device.ts";
import type { Action, Life, LifeEvent, Request, Wanted } from "../../src/mplane/life/life.ts";
import { step } from "../../src/mplane/life/step.ts";
import { startDialling } from "../../src/mplane/life/supervision/connection.ts";
import { getNextTime } from "../../src/mplane/life/time.ts";
import { formatRequest } from "../../src/mplane/session/requests.ts";
import { namespaces } from "../../src/netconf/namespaces.ts";
import { formatRpc, parseReply } from "../../src/netconf/rpc.ts";
import { makeElement } from "../../src/netconf/xml/element.ts";
import { parseXmlText } from "../../src/netconf/xml/parse-xml.ts";

export type World = {
  now: number;
  life: Life;
  readonly device: Device;
  /** Until when nothing answers. */
  downUntil: number;
  /** Sessions that the Radio Unit has open and subscribed. */
  readonly subscribed: Set<number>;
  maxSubscribed: number;
  readonly sent: { readonly at: number; readonly request: Request; readonly wasAsWanted: boolean }[];
  readonly log: string[];
  dials: number;
  watchdogRestarts: number;
  /** Decides what becomes of a reply. */
  replyFate: (request: Request) => "arrives" | "is lost" | "comes late";
};

type Pending = { readonly at: number; readonly run: () => void };

const latency = 20;
const bootMs = 30_000;

/** @param wanted at the beginning */
export function createWorld(wanted: Wanted) {
  const world: World = {
    now: 0,
    life: startDialling(wanted, 0),
    device: createDevice("X1", "S1"),
    downUntil: 0,
    subscribed: new Set(),
    maxSubscribed: 0,
    sent: [],
    log: [],
    dials: 0,
    watchdogRestarts: 0,
    replyFate: () => "arrives",
  };
  const queue: Pending[] = [];
  let session = 0;
  let present = 0;
  let watchdogAt = Number.POSITIVE_INFINITY;

  const later = (delay: number, run: () => void) => {
    queue.push({ at: world.now + delay, run });
    queue.sort((a, b) => a.at - b.at);
  };
  const restart = (
    cause: "POWER-ON" | "SUPERVISION-WATCHDOG" | "MPLANE-TRIGGERED-RESTART",
    silently = false,
  ) => {
    restartDevice(world.device, cause);
    world.downUntil = world.now + bootMs;
    world.subscribed.clear();
    watchdogAt = Number.POSITIVE_INFINITY;
    const lost = present;
    present = 0;
    if (!silently && lost !== 0)
      later(
        latency,
        () => lost === session && send({ type: "lost", reason: "reset by peer", refused: false }),
      );
  };
  const send = (event: LifeEvent) => {
    const { life, actions } = step(world.life, event, world.now);
    world.life = life;
    for (const action of actions) perform(action);
  };
  const perform = (action: Action) => {
    if (action.type === "log")
      world.log.push(`${Math.round(world.now / 1000)} s ${action.level} ${action.text}`);
    if (action.type === "end") {
      world.subscribed.delete(session);
      if (present === session) present = 0;
      session++;
    }
    if (action.type === "dial") dial();
    if (action.type === "request") request(action.request);
  };
  const dial = () => {
    world.dials++;
    const own = ++session;
    if (world.now < world.downUntil) {
      later(
        100,
        () => own === session && send({ type: "lost", reason: "connection refused", refused: false }),
      );
      return;
    }
    present = own;
    later(
      latency,
      () =>
        own === session && present === own && send({ type: "hello", notifications: true, interleave: true }),
    );
  };
  const request = (asked: Request) => {
    const own = session;
    const wasAsWanted =
      world.life.differences.processingElement.length + world.life.differences.userPlane.length === 0;
    world.sent.push({ at: world.now, request: asked, wasAsWanted });
    later(latency, () => {
      if (own !== session || present !== own || world.now < world.downUntil) return;
      const operation = parseXmlText(formatRpc(1, formatRequest(asked, downloadSource))).children[0];
      if (operation === undefined) throw new Error("an rpc without an operation");
      const { content, effect } = answerRpc(world.device, operation);
      if (effect?.kind === "subscribe") {
        world.subscribed.add(own);
        world.maxSubscribed = Math.max(world.maxSubscribed, world.subscribed.size);
        watchdogAt = world.now + 70_000;
      }
      if (effect?.kind === "watchdog")
        watchdogAt = world.now + (effect.intervalSeconds + effect.guardSeconds) * 1000;
      const fate = world.replyFate(asked);
      if (fate !== "is lost") {
        const reply = parseReply(makeElement(namespaces.base, "rpc-reply", content));
        later(fate === "arrives" ? latency : 20_000, () => {
          if (own !== session || reply === undefined) return;
          send({ type: "reply", request: asked, errors: reply.errors, content: reply.content });
        });
      }
      if (effect?.kind === "restart") restart("MPLANE-TRIGGERED-RESTART", true);
    });
  };
  /** Lets time pass. */
  const run = (milliseconds: number, maxEvents = 20_000) => {
    const end = world.now + milliseconds;
    for (let count = 0; ; count++) {
      if (count > maxEvents) throw new Error(`more than ${maxEvents} events: an endless loop`);
      const next = Math.min(queue[0]?.at ?? Number.POSITIVE_INFINITY, getNextTime(world.life), watchdogAt);
      if (next > end) break;
      world.now = Math.max(world.now, next);
      if (watchdogAt <= world.now) {
        world.watchdogRestarts++;
        restart("SUPERVISION-WATCHDOG");
      } else if ((queue[0]?.at ?? Number.POSITIVE_INFINITY) <= world.now) queue.shift()?.run();
      else send({ type: "time" });
    }
    world.now = end;
  };
  /** The connection breaks, and both ends notice. */
  const unplug = () => {
    if (present === 0) return;
    world.subscribed.delete(present);
    present = 0;
    session++;
    send({ type: "lost", reason: "unplugged", refused: false });
  };
  return { world, send, run, restart, unplug };
}

const downloadSource = { url: "sftp://u@[::1]:1/f", password: "p", hostKeyType: "ssh-rsa", hostKey: "AAAA" };
