/** The switch's end of its control socket: for its own user and root alone. */
import { FailureError } from "../../../issue/exit-code.ts";
import { error, type Issue, place } from "../../../issue/issue.ts";
import { quote } from "../../../issue/quote.ts";
import { compareConfigurations, type SwitchChange } from "../../../vlan/compare-configurations.ts";
import { maxConfigurationBytes } from "../../../vlan/limits.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import type { Message } from "../../seqpacket/receive.ts";
import { serveSeqpacket } from "../../seqpacket/server.ts";
import { type Captures, endCaptures, endOrphans, forgetCapture } from "../capture/serve-captures.ts";
import type { ConfigurationReader } from "../reader/open-reader.ts";
import type { Switch } from "../switch.ts";
import { takeOver } from "../take-over.ts";
import { answerCapture } from "./answer-capture.ts";
import { answerQuestion } from "./answer-question.ts";
import {
  type AnswerLine,
  maxAnswerBytes,
  maxAnswerMessageBytes,
  maxRequestBytes,
  type Question,
  questionMark,
  questions,
} from "./protocol.ts";

export type ControlOptions = {
  readonly path: string;
  readonly reader: Pick<ConfigurationReader, "read">;
  readonly log: (text: string) => void;
};

export type Control = {
  /** Takes a text as if it had come by the socket; positions of what is wrong are in `file`. */
  readonly apply: (text: Uint8Array, file: string) => Promise<Answer>;
  readonly close: () => void;
};

/** What became of a configuration. */
export type Answer = {
  readonly ok: boolean;
  readonly changes: readonly SwitchChange[];
  readonly issues: readonly Issue[];
};

/** Listens. @throws FailureError where the path cannot be had */
export function serveControl(one: Switch, options: ControlOptions): Control {
  const text = Buffer.alloc(0);
  const state: ControlState = { one, options, text, turn: Promise.resolve(), captures: new Map() };
  const server = listen(state);
  return {
    apply: (text, file) => inTurn(state, () => applyText(state, text, file)),
    close: () => {
      endCaptures(state.captures);
      server.close();
    },
  };
}

type ControlState = {
  readonly one: Switch;
  readonly options: ControlOptions;
  /** The configuration that was taken last, as it came. */
  text: Uint8Array;
  /** Configurations are taken one after the other. */
  turn: Promise<unknown>;
  readonly captures: Captures;
};

function listen(state: ControlState): { readonly close: () => void } {
  const limits = { maxMessageBytes: maxRequestBytes, maxWaitingBytes: maxAnswerBytes };
  try {
    return serveSeqpacket(state.options.path, {
      limits,
      onConnection: (connection) => {
        // whoever is connected and reads nothing does not keep a switch that ends
        connection.unref();
        return {
          onMessage: (message) => void answerMessage(state, connection, message),
          onClose: () => forgetCapture(state.captures, connection),
        };
      },
      onRefused: ({ pid, user }, why) =>
        state.options.log(`process ${pid} of user ${user} was refused: ${why}`),
    });
  } catch (cause) {
    if (cause instanceof FailureError) throw cause;
    throw new FailureError(`${state.options.path}: ${(cause as Error).message}`);
  }
}

async function answerMessage(state: ControlState, connection: Connection, message: Message): Promise<void> {
  const lines = await findAnswer(state, connection, message).catch((cause: unknown): AnswerLine[] => [
    { issue: error(place(), cause instanceof Error ? cause.message : String(cause)) },
    { end: true, ok: false, generation: state.one.generation },
  ]);
  const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  for (let from = 0; from < bytes.length; from += maxAnswerMessageBytes) {
    connection.send(bytes.subarray(from, from + maxAnswerMessageBytes));
  }
}

async function findAnswer(
  state: ControlState,
  connection: Connection,
  { bytes, isCut }: Message,
): Promise<AnswerLine[]> {
  if (isCut) {
    const expected = `at most ${maxConfigurationBytes} bytes of YAML or JSON`;
    return refuse(state, error(place(), "the message is too long", expected));
  }
  if (!bytes.subarray(0, questionMark.length).equals(markBytes)) {
    return makeAnswer(state, await inTurn(state, () => applyText(state, bytes, "")));
  }
  const { line, rest } = cutLine(bytes.subarray(questionMark.length));
  const aboutCapture = answerCapture(state.one, state.captures, connection, `${questionMark}${line}`);
  if (aboutCapture !== null) return aboutCapture;
  const asked = questions.find((known) => known === line.trim());
  if (asked === undefined) {
    return refuse(state, error(place(), `unknown question ${quote(line)}`, `one of ${questions.join(", ")}`));
  }
  return answerKnown(state, asked, rest);
}

const markBytes = Buffer.from(questionMark);

/** The first line of a message, and what follows it. */
function cutLine(bytes: Buffer): { readonly line: string; readonly rest: Buffer } {
  const found = bytes.indexOf("\n");
  const end = found < 0 ? bytes.length : found;
  return { line: bytes.toString("utf8", 0, end), rest: bytes.subarray(end + 1) };
}

async function answerKnown(state: ControlState, asked: Question, text: Uint8Array): Promise<AnswerLine[]> {
  const { one } = state;
  if (asked === "changes") return makeAnswer(state, await findChanges(state, text));
  const end: AnswerLine = { end: true, ok: true, generation: one.generation };
  if (asked === "configuration") {
    return [{ row: { generation: one.generation, text: Buffer.from(state.text).toString() } }, end];
  }
  return [...answerQuestion(one, asked).map((row) => ({ row })), end];
}

async function findChanges({ one, options }: ControlState, text: Uint8Array): Promise<Answer> {
  const { value, issues } = await options.reader.read(text, "");
  if (value === undefined) return { ok: false, changes: [], issues };
  return { ok: true, changes: compareConfigurations(one.configuration, value), issues };
}

async function applyText(state: ControlState, text: Uint8Array, file: string): Promise<Answer> {
  const { one, options } = state;
  const { value, issues } = await options.reader.read(text, file);
  if (value === undefined) return { ok: false, changes: [], issues };
  const taken = await takeOver(one, value);
  if (taken.issues.length > 0) return { ok: false, changes: [], issues: [...issues, ...taken.issues] };
  state.text = text;
  endOrphans(one, state.captures);
  options.log(
    `configuration ${one.generation}: ${taken.changes.length} changes, ${value.ports.length} ports`,
  );
  return { ok: true, changes: taken.changes, issues };
}

/** One after the other, also where one fails. */
function inTurn<T>(state: ControlState, action: () => Promise<T>): Promise<T> {
  const done = state.turn.then(action);
  state.turn = done.catch(() => {});
  return done;
}

function makeAnswer({ one }: ControlState, { ok, changes, issues }: Answer): AnswerLine[] {
  return [
    ...changes.map((change) => ({ change })),
    ...issues.map((issue) => ({ issue })),
    { end: true, ok, generation: one.generation },
  ];
}

function refuse(state: ControlState, issue: Issue): AnswerLine[] {
  return makeAnswer(state, { ok: false, changes: [], issues: [issue] });
}
