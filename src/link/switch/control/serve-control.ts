/** The switch's end of its control socket: for its own user and root alone. */
import { FailureError } from "../../../issue/exit-code.ts";
import { error, type Issue, type Outcome, place } from "../../../issue/issue.ts";
import { quote } from "../../../issue/quote.ts";
import { compareConfigurations, type SwitchChange } from "../../../vlan/compare-configurations.ts";
import type { SwitchConfiguration } from "../../../vlan/configuration.ts";
import { maxConfigurationBytes } from "../../../vlan/limits.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import type { Message } from "../../seqpacket/receive.ts";
import { serveSeqpacket } from "../../seqpacket/server.ts";
import { type Captures, endCaptures, endOrphans, forgetCapture } from "../capture/serve-captures.ts";
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
  /** Makes a configuration of a text; the positions of what is wrong are in `file`. */
  readonly load: (text: string, file: string) => Promise<Outcome<SwitchConfiguration>>;
  readonly log: (text: string) => void;
};

export type Control = {
  /** Takes a configuration as if it had come by the socket. */
  readonly apply: (text: string, file: string) => Promise<Answer>;
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
  const state: ControlState = { one, options, text: "", turn: Promise.resolve(), captures: new Map() };
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
  text: string;
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
  const text = decodeText(bytes);
  if (text === undefined || isCut) {
    const what = isCut ? "the message is too long" : "the message is not text in UTF-8";
    return refuse(state, error(place(), what, `at most ${maxConfigurationBytes} bytes of YAML or JSON`));
  }
  const aboutCapture = answerCapture(state.one, state.captures, connection, text);
  if (aboutCapture !== null) return aboutCapture;
  if (!text.startsWith(questionMark)) {
    return makeAnswer(state, await inTurn(state, () => applyText(state, text, "")));
  }
  const [line = "", ...rest] = text.slice(questionMark.length).split("\n");
  const asked = questions.find((known) => known === line.trim());
  if (asked === undefined) {
    return refuse(state, error(place(), `unknown question ${quote(line)}`, `one of ${questions.join(", ")}`));
  }
  return answerKnown(state, asked, rest.join("\n"));
}

async function answerKnown(state: ControlState, asked: Question, text: string): Promise<AnswerLine[]> {
  const { one } = state;
  if (asked === "changes") return makeAnswer(state, await findChanges(state, text));
  const end: AnswerLine = { end: true, ok: true, generation: one.generation };
  if (asked === "configuration") {
    return [{ row: { generation: one.generation, text: state.text } }, end];
  }
  return [...answerQuestion(one, asked).map((row) => ({ row })), end];
}

async function findChanges({ one, options }: ControlState, text: string): Promise<Answer> {
  const { value, issues } = await options.load(text, "");
  if (value === undefined) return { ok: false, changes: [], issues };
  return { ok: true, changes: compareConfigurations(one.configuration, value), issues };
}

async function applyText(state: ControlState, text: string, file: string): Promise<Answer> {
  const { one, options } = state;
  const { value, issues } = await options.load(text, file);
  if (value === undefined) return { ok: false, changes: [], issues };
  const taken = takeOver(one, value);
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

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
