/** What a switch answers to messages about captures. */
import { error, place } from "../../../issue/issue.ts";
import { quote } from "../../../issue/quote.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import {
  captureQuestion,
  captureWays,
  maxCaptureFrames,
  maxCaptures,
  moreRequest,
  stopRequest,
} from "../capture/protocol.ts";
import {
  beginCapture,
  type Captures,
  endCapture,
  sendMore,
  type WantedCapture,
} from "../capture/serve-captures.ts";
import type { Switch } from "../switch.ts";
import type { AnswerLine } from "./protocol.ts";

/** Lines of the answer, which may be none; null where the message is about something else. */
export function answerCapture(
  one: Switch,
  captures: Captures,
  connection: Connection,
  text: string,
): AnswerLine[] | null {
  if (text.startsWith(captureQuestion)) {
    const problem = begin(one, captures, connection, text.slice(captureQuestion.length));
    const { generation } = one;
    return problem === null
      ? [{ end: true, ok: true, generation }]
      : [{ issue: error(place(), ...problem) }, { end: true, ok: false, generation }];
  }
  if (text !== moreRequest && text !== stopRequest) return null;
  const capture = captures.get(connection);
  if (capture !== undefined) {
    if (text === moreRequest) sendMore(capture);
    else endCapture(capture, "stopped");
  }
  return [];
}

/** What is wrong with the question, and what is expected. */
function begin(
  one: Switch,
  captures: Captures,
  connection: Connection,
  text: string,
): [what: string, expected: string] | null {
  const wanted = parseWanted(text);
  if (wanted === null)
    return [`unknown capture ${quote(text)}`, `${captureWays.join(", ")}, a count and a port`];
  if (captures.has(connection)) return ["a capture runs on this connection", "one connection for each"];
  if (captures.size >= maxCaptures) return [`${captures.size} captures run`, `at most ${maxCaptures}`];
  if (beginCapture(one, captures, connection, wanted)) return null;
  const names = one.ports.flatMap((port) => (port === undefined ? [] : [port.configuration.name]));
  return [
    `unknown port ${quote(wanted.port)}`,
    names.length === 0 ? "no port is there" : `one of ${names.join(", ")}`,
  ];
}

function parseWanted(text: string): WantedCapture | null {
  const [given, digits = "", port = "", ...more] = text.split(" ");
  const way = captureWays.find((known) => known === given);
  const count = Number(digits);
  if (
    way === undefined ||
    !/^\d+$/.test(digits) ||
    count > maxCaptureFrames ||
    port === "" ||
    more.length > 0
  )
    return null;
  return { way, count, port };
}
