/** The reader's end of a capture of a switch. */
import type { CaptureStatistics } from "../../../frame/pcapng.ts";
import { findStatistics } from "../../../frame/read-pcapng.ts";
import { FailureError, InputError } from "../../../issue/exit-code.ts";
import { connectSeqpacket } from "../../seqpacket/client.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import { explainFailure, parseAnswer } from "../control/ask-switch.ts";
import { answerTimeoutMs } from "../control/protocol.ts";
import { captureQuestion, moreRequest, pieceBytes, stopRequest } from "./protocol.ts";
import type { WantedCapture } from "./serve-captures.ts";

export type CaptureReader = {
  /** The switch captures from now on. */
  readonly onBegin: () => Promise<void>;
  /** Whole pcapng blocks, those of the statistics included; the next ones come once this has resolved. */
  readonly onBlocks: (blocks: Buffer) => Promise<void>;
};

export type RunningCapture = {
  /** Asks for its end; what was captured until then still comes. */
  readonly stop: () => void;
  /** What the switch says at the end. Rejects where it did not come to that. */
  readonly awaitEnd: () => Promise<CaptureStatistics>;
};

/**
 * Captures at a port of the switch that listens at a path.
 *
 * @throws FailureError where no switch listens there, PermissionError where it is another user's
 */
export async function receiveCapture(
  path: string,
  { way, count, port }: WantedCapture,
  reader: CaptureReader,
): Promise<RunningCapture> {
  const state: ReadState = {
    path,
    reader,
    isBegun: false,
    turn: Promise.resolve(),
    end: null,
    onEnd: () => {},
  };
  const connection = await connect(state);
  connection.send(Buffer.from(`${captureQuestion}${way} ${count} ${port}`));
  return { stop: () => requestStop(state, connection), awaitEnd: () => awaitEnd(state) };
}

type ReadState = {
  readonly path: string;
  readonly reader: CaptureReader;
  isBegun: boolean;
  /** Messages are taken one after the other. */
  turn: Promise<void>;
  end: CaptureStatistics | { readonly cause: unknown } | null;
  onEnd: () => void;
};

async function awaitEnd(state: ReadState): Promise<CaptureStatistics> {
  if (state.end === null) {
    await new Promise<void>((resolve) => {
      state.onEnd = resolve;
    });
  }
  const { end } = state;
  if (end === null || "cause" in end) throw end?.cause;
  return end;
}

function finish(state: ReadState, connection: Connection, end: NonNullable<ReadState["end"]>): void {
  connection.close();
  state.end ??= end;
  state.onEnd();
}

async function connect(state: ReadState): Promise<Connection> {
  const { path } = state;
  const limits = { maxMessageBytes: pieceBytes };
  try {
    return await connectSeqpacket(path, { limits }, (connection) => ({
      onMessage: ({ bytes }) => takeInTurn(state, connection, () => takeMessage(state, connection, bytes)),
      onClose: (error) =>
        takeInTurn(state, connection, () => {
          throw (
            error ?? new FailureError(`${path}: the switch ended and did not say how many frames were lost`)
          );
        }),
    }));
  } catch (cause) {
    throw explainFailure(path, cause);
  }
}

function takeInTurn(state: ReadState, connection: Connection, action: () => Promise<void>): void {
  state.turn = state.turn.then(action).catch((cause) => finish(state, connection, { cause }));
}

async function takeMessage(state: ReadState, connection: Connection, bytes: Buffer): Promise<void> {
  if (!state.isBegun) {
    checkAnswer(state.path, bytes);
    state.isBegun = true;
    return state.reader.onBegin();
  }
  await state.reader.onBlocks(bytes);
  const statistics = findStatistics(bytes);
  if (statistics === null) connection.send(Buffer.from(moreRequest));
  else finish(state, connection, statistics);
}

function checkAnswer(path: string, bytes: Buffer): void {
  const answer = parseAnswer(bytes.toString("utf8"));
  if (answer?.ok === true) return;
  if (answer === undefined || answer.issues.length === 0) throw new FailureError(`${path}: no answer`);
  throw new InputError(answer.issues);
}

function requestStop(state: ReadState, connection: Connection): void {
  connection.send(Buffer.from(stopRequest));
  const cause = new FailureError(`${state.path}: no answer`);
  setTimeout(() => finish(state, connection, { cause }), answerTimeoutMs).unref();
}
