/** A memif client's side of the handshake: each message waits for the answer to the one before. */
import { FailureError } from "../../../issue/exit-code.ts";
import { connectSeqpacket } from "../../seqpacket/client.ts";
import type { Connection } from "../../seqpacket/connection.ts";
import type { Message } from "../../seqpacket/receive.ts";
import {
  type AddRing,
  type ControlMessage,
  controlMessageBytes,
  decodeControlMessage,
  encodeControlMessage,
  type Hello,
  memifVersion,
} from "../control-message.ts";
import { type ClientDescriptors, getRegionBytes, getRingOffset, type Layout } from "./layout.ts";

export type ConnectOptions = {
  readonly path: string;
  readonly id: number;
  readonly secret?: string;
  readonly timeoutMs: number;
  /** Called once where the server ends a connection that stood. */
  readonly onLeft: (reason: string) => void;
};

/** @throws FailureError where the server refuses or does not answer in time; LibcError ENOENT, ECONNREFUSED, EACCES */
export async function connectMemif(
  layout: Layout,
  descriptors: ClientDescriptors,
  options: ConnectOptions,
): Promise<Connection> {
  const { path, timeoutMs } = options;
  const state: State = { left: listMessages(layout, descriptors, options), isConnected: false, options };
  let settle: Settle = { resolve: () => {}, reject: () => {} };
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject: (reason) => reject(new FailureError(`shm ${path}: ${reason}`)) };
  });
  const limits = { maxMessageBytes: controlMessageBytes };
  const connection = await connectSeqpacket(path, { limits, timeoutMs }, (one) => ({
    onMessage: (message) => answer(state, one, message, settle),
    onClose: () => leave(state, "the server closed the connection", settle),
  }));
  const timer = setTimeout(() => settle.reject("the server does not answer"), timeoutMs);
  try {
    await done;
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

type Outgoing = { readonly message: ControlMessage; readonly descriptors: readonly number[] };
type State = { left: readonly Outgoing[]; isConnected: boolean; readonly options: ConnectOptions };
type Settle = { readonly resolve: () => void; readonly reject: (reason: string) => void };

function listMessages(
  layout: Layout,
  { memfd, toServer, toClient }: ClientDescriptors,
  options: ConnectOptions,
): Outgoing[] {
  const { id, secret = "" } = options;
  const region = { type: "add-region", index: 0, size: BigInt(getRegionBytes(layout)) } as const;
  const ring = {
    type: "add-ring",
    index: 0,
    region: 0,
    log2Slots: layout.log2Slots,
    privateHeader: 0,
  } as const;
  const up: AddRing = { ...ring, direction: "to-server", offset: getRingOffset("toServer", layout) };
  const down: AddRing = { ...ring, direction: "to-client", offset: getRingOffset("toClient", layout) };
  return [
    { message: { type: "init", version: memifVersion, id, mode: 0, secret, name: "ors" }, descriptors: [] },
    { message: region, descriptors: [memfd] },
    { message: up, descriptors: [toServer] },
    { message: down, descriptors: [toClient] },
    { message: { type: "connect", interfaceName: "ors" }, descriptors: [] },
  ];
}

function answer(state: State, connection: Connection, { bytes }: Message, settle: Settle): void {
  const message = decodeControlMessage(bytes);
  switch (message?.type) {
    case "hello": {
      const reason = checkHello(message);
      if (reason === null) sendNext(state, connection);
      else settle.reject(reason);
      break;
    }
    case "ack":
      sendNext(state, connection);
      break;
    case "connected":
      state.isConnected = true;
      settle.resolve();
      break;
    case "disconnect":
      leave(state, message.text, settle);
      break;
    default:
      settle.reject("the server speaks something else than memif 2.0");
  }
}

function checkHello({ minVersion, maxVersion }: Hello): string | null {
  const isGood = minVersion <= memifVersion && memifVersion <= maxVersion;
  return isGood ? null : `the server speaks versions ${minVersion} to ${maxVersion}, not ${memifVersion}`;
}

function sendNext(state: State, connection: Connection): void {
  const [next, ...left] = state.left;
  state.left = left;
  if (next !== undefined) connection.send(encodeControlMessage(next.message), next.descriptors);
}

function leave(state: State, reason: string, settle: Settle): void {
  if (state.isConnected) state.options.onLeft(reason);
  else settle.reject(reason);
  state.isConnected = false;
}
