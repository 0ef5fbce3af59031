/** The switch's end of captures: frames of a port to those that asked for them on the control socket. */
import { encodeStatistics } from "../../../frame/pcapng.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import { readTimeOfDay } from "../../time-of-day.ts";
import type { Line, Switch } from "../switch.ts";
import {
  type CaptureBuffer,
  createCaptureBuffer,
  noteReceived,
  noteSent,
  takePiece,
} from "./capture-buffer.ts";
import { lookOn } from "./capturing-port.ts";
import { type CaptureEnd, type CaptureWay, maxPiecesAhead } from "./protocol.ts";

export type WantedCapture = {
  readonly port: string;
  readonly way: CaptureWay;
  /** Frames after which it ends; 0 for no limit. */
  readonly count: number;
};

export type Captures = Map<Connection, Capture>;

export type Capture = {
  readonly wanted: WantedCapture;
  readonly connection: Connection;
  readonly line: Line;
  readonly buffer: CaptureBuffer;
  /** Pieces that were sent and not yet asked for again. */
  ahead: number;
  isScheduled: boolean;
  /** Why it has ended, while the rest of it is sent. */
  ended: CaptureEnd | null;
  /** The statistics were sent. */
  isOver: boolean;
  lookAway: () => void;
  readonly forget: () => void;
};

/** Begins to send frames of a port; false where there is no such port. */
export function beginCapture(
  one: Switch,
  captures: Captures,
  connection: Connection,
  wanted: WantedCapture,
): boolean {
  const line = findLine(one, wanted.port);
  if (line === undefined) return false;
  const buffer = createCaptureBuffer(line.captured);
  const capture: Capture = {
    wanted,
    connection,
    line,
    buffer,
    ahead: 0,
    isScheduled: false,
    ended: null,
    isOver: false,
    lookAway: () => {},
    forget: () => captures.delete(connection),
  };
  const lookAway = lookOn(line, {
    onReceived: (frames) => {
      if (wanted.way === "out") return;
      const timeMs = readTimeOfDay();
      for (let index = 0; index < frames.count && capture.ended === null; index++) {
        noteReceived(buffer, frames, index, timeMs);
        finishNote(capture);
      }
    },
    onSend: (frames, index, tag) => {
      if (wanted.way === "in") return;
      noteSent(buffer, frames, index, tag, readTimeOfDay());
      finishNote(capture);
    },
    onClose: () => endCapture(capture, "port"),
  });
  capture.lookAway = () => {
    lookAway();
    capture.lookAway = () => {};
    countRunning(one, line, -1);
  };
  captures.set(connection, capture);
  countRunning(one, line, 1);
  return true;
}

function countRunning({ options }: Switch, { captured }: Line, change: 1 | -1): void {
  captured.running += change;
  options.onChange?.();
}

/** The reader has done with a piece. */
export function sendMore(capture: Capture): void {
  capture.ahead = Math.max(0, capture.ahead - 1);
  sendPieces(capture);
}

/** Ends it: what is noted still goes, and then the statistics. */
export function endCapture(capture: Capture, why: CaptureEnd): void {
  if (capture.ended !== null) return;
  capture.ended = why;
  capture.lookAway();
  schedule(capture);
}

/** Ends all of them, as the switch ends. */
export function endCaptures(captures: Captures): void {
  for (const capture of captures.values()) endCapture(capture, "switch");
}

/** Forgets a capture whose connection is gone. */
export function forgetCapture(captures: Captures, connection: Connection): void {
  captures.get(connection)?.lookAway();
  captures.delete(connection);
}

/** Ends captures of ports that another configuration has taken away, or given to another endpoint. */
export function endOrphans(one: Switch, captures: Captures): void {
  for (const capture of captures.values()) {
    if (findLine(one, capture.wanted.port) !== capture.line) endCapture(capture, "port");
  }
}

function findLine(one: Switch, name: string): Line | undefined {
  return one.ports.find((port) => port?.configuration.name === name)?.line;
}

function finishNote(capture: Capture): void {
  const { wanted, buffer } = capture;
  if (wanted.count > 0 && buffer.noted === wanted.count) endCapture(capture, "count");
  schedule(capture);
}

/** Once in a turn of the event loop: the frames of a turn leave together, and after they were forwarded. */
function schedule(capture: Capture): void {
  if (capture.isScheduled) return;
  capture.isScheduled = true;
  setImmediate(() => {
    capture.isScheduled = false;
    sendPieces(capture);
  });
}

function sendPieces(capture: Capture): void {
  const { connection, buffer, ended } = capture;
  // a switch that ends does not wait for anybody
  while (capture.ahead < maxPiecesAhead || ended === "switch") {
    const piece = takePiece(buffer);
    if (piece === undefined) {
      if (ended !== null && !capture.isOver) sendEnd(capture, ended);
      return;
    }
    capture.ahead += 1;
    connection.send(piece);
  }
}

function sendEnd(capture: Capture, comment: CaptureEnd): void {
  const { connection, buffer } = capture;
  const { noted, lost } = buffer;
  capture.isOver = true;
  capture.forget();
  const timeMs = readTimeOfDay();
  connection.send(encodeStatistics(timeMs, { received: noted + lost, lost, comment }));
  connection.end();
}
