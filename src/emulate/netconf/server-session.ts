/** One NETCONF session at a simulated Radio Unit. */
import type { Duplex } from "node:stream";
import { createMessageDecoder } from "../../netconf/framing/decode-messages.ts";
import type { Framing } from "../../netconf/framing/encode-message.ts";
import { formatHello } from "../../netconf/hello.ts";
import { capabilities, namespaces } from "../../netconf/namespaces.ts";
import {
  findChild,
  findChildren,
  isElement,
  makeElement,
  type XmlElement,
} from "../../netconf/xml/element.ts";
import { formatXml } from "../../netconf/xml/format-xml.ts";
import { parseXml } from "../../netconf/xml/parse-xml.ts";
import { type Answer, answerRpc, type Effect, refuse } from "./answer-rpc.ts";
import { type Device, formatDeviceTime } from "./device.ts";
import { createMessageWriter } from "./faults/write-faulty.ts";

export type ServerSession = {
  readonly id: number;
  isSubscribed: boolean;
  readonly notify: (event: XmlElement) => void;
  readonly close: () => void;
};

export type ServerSessionEvents = {
  readonly onEffect: (session: ServerSession, effect: Effect) => void;
  readonly onEnd: (session: ServerSession) => void;
};

/** Greets at once, as both ends do. */
export function serveSession(
  device: Device,
  stream: Duplex,
  id: number,
  events: ServerSessionEvents,
): ServerSession {
  const decoder = createMessageDecoder();
  const write = createMessageWriter(device.faults, stream);
  let framing: Framing = "end-of-message";
  let greeted = false;
  const send = (text: string) => {
    if (!device.faults.has("freeze")) write(text, framing);
  };
  const session: ServerSession = {
    id,
    isSubscribed: false,
    notify: (event) => send(formatNotification(device, event)),
    close: () => stream.destroy(),
  };
  const greet = (hello: XmlElement) => {
    greeted = true;
    if (!device.faults.has("only-base-1.0") && offersChunks(hello)) framing = "chunked";
    decoder.setFraming(framing);
  };
  const handle = (message: XmlElement) => {
    if (!greeted) return greet(message);
    answerMessage(device, session, message, send, events);
  };
  stream.on("data", (bytes: Buffer) => {
    if (device.faults.has("freeze")) return;
    try {
      decoder.push(bytes);
      for (let next = decoder.next(); next !== undefined; next = decoder.next()) handle(parseXml(next));
    } catch {
      stream.destroy();
    }
  });
  stream.on("error", () => {});
  stream.on("close", () => events.onEnd(session));
  if (!device.faults.has("no-hello")) send(formatServerHello(device, id));
  return session;
}

/** YANG 1.1 modules are announced by yang-library only (RFC 7950 section 5.6.4); not every server keeps to that. */
const announcedModules = [
  `${namespaces.supervision}?module=o-ran-supervision&revision=2019-07-03`,
  `${namespaces.faultManagement}?module=o-ran-fm&revision=2019-02-04`,
  `${namespaces.userPlane}?module=o-ran-uplane-conf-option8`,
];

function formatServerHello({ faults }: Device, id: number): string {
  const offered: string[] = [capabilities.base10, capabilities.writableRunning];
  if (!faults.has("no-interleave")) offered.push(capabilities.interleave);
  if (faults.has("announces-modules")) offered.push(...announcedModules);
  if (!faults.has("only-base-1.0")) offered.push(capabilities.base11);
  if (!faults.has("no-notifications")) offered.push(capabilities.notification);
  return formatHello(offered, faults.has("hello-without-session-id") ? undefined : id);
}

function offersChunks(hello: XmlElement): boolean {
  const list = findChild(hello, "capabilities");
  return (
    list !== undefined && findChildren(list, "capability").some(({ text }) => text === capabilities.base11)
  );
}

function answerMessage(
  device: Device,
  session: ServerSession,
  message: XmlElement,
  send: (text: string) => void,
  events: ServerSessionEvents,
): void {
  const operation = message.children[0];
  const messageId = message.attributes["message-id"];
  if (!isElement(message, namespaces.base, "rpc") || operation === undefined) {
    session.close();
    return;
  }
  const { content, effect } = answerOn(session, device, operation);
  const reply = formatReply(device, messageId, content);
  const early = device.faults.has("event-before-reply");
  if (effect !== undefined && early) events.onEffect(session, effect);
  send(reply);
  if (effect !== undefined && !early) events.onEffect(session, effect);
}

function answerOn(session: ServerSession, device: Device, operation: XmlElement): Answer {
  if (!session.isSubscribed) return answerRpc(device, operation);
  if (operation.name === "create-subscription") return refuse("in-use", "", "subscribed already");
  const isSupervision = operation.namespace === namespaces.supervision;
  return device.faults.has("no-interleave") && !isSupervision
    ? refuse("operation-failed", "", "the session has a subscription")
    : answerRpc(device, operation);
}

function formatReply(
  { faults }: Device,
  messageId: string | undefined,
  content: readonly XmlElement[],
): string {
  const id = faults.has("unknown-message-id") ? "4711" : messageId;
  const attributes = id === undefined || faults.has("no-message-id") ? {} : { "message-id": id };
  return formatXml(makeElement(namespaces.base, "rpc-reply", content, attributes));
}

function formatNotification(device: Device, event: XmlElement): string {
  const time = makeElement(namespaces.notification, "eventTime", formatDeviceTime(device));
  return formatXml(makeElement(namespaces.notification, "notification", [time, event]));
}
