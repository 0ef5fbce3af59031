/**
 * The remote API of an eNB, as a test wants it to behave. It is as strict as an eNB: without `Origin` it refuses the
 * handshake, before the password it answers nothing, and more than a request each 10 ms are an error.
 */
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

type Json = Record<string, unknown>;

export type Behaviour = {
  readonly password?: string;
  /** Answers to a message by its name; undefined for silence. */
  readonly answer?: (message: string) => Json | undefined;
  /** What it says when a client connects, in place of a greeting; null for nothing. */
  readonly first?: Json | null;
  /** Frames before each answer. */
  readonly before?: (id: unknown) => readonly (Json | string)[];
};

export type FakeEnb = {
  readonly url: string;
  /** How many clients have connected. */
  readonly connections: () => number;
  /** Names of the messages that were asked. */
  readonly asked: () => readonly string[];
  /** Cuts every connection. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

const statistics: Record<string, Json> = {
  stats: { samples: { rx: [{ max: -20.5 }, { max: -3 }] }, rf: { rxtx_delay_min: 2.5 } },
  rf: { rf_info: "PCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW+SW\n" },
  s1: { s1_list: [{ address: "127.0.1.100:36412", state: "setup_done" }] },
  ng: { error: "no NR cell" },
};
const minIntervalMs = 10;

export async function startFakeEnb(behaviour: Behaviour = {}): Promise<FakeEnb> {
  let connections = 0;
  const asked: string[] = [];
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    verifyClient: ({ origin }: { origin?: string }) => origin !== undefined && origin !== "",
  });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket) => {
    connections += 1;
    serve(socket, behaviour, asked);
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    asked: () => asked,
    cut: () => {
      for (const client of server.clients) client.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

const identity = { type: "ENB", name: "eNB 1", version: "2026-01-01" };

function serve(socket: WebSocket, behaviour: Behaviour, asked: string[]): void {
  const { password, before = () => [], answer = (name) => statistics[name] } = behaviour;
  const send = (frame: Json | string) =>
    socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  let challenge = "c0ffee";
  let isAuthenticated = password === undefined;
  const connectedMs = performance.now();
  let requests = 0;
  const greeting = isAuthenticated
    ? { message: "ready", ...identity }
    : { message: "authenticate", challenge, ...identity };
  if (behaviour.first !== null) send(behaviour.first ?? greeting);
  socket.on("message", (bytes) => {
    const { message, message_id, res } = JSON.parse(String(bytes));
    requests += 1;
    // By their number: how long each was on its way is not the client's doing.
    const isTooMany = (requests - 1) * minIntervalMs > performance.now() - connectedMs + 1;
    if (isTooMany) return send({ error: "Too many requests" });
    if (message === "authenticate") {
      const expected = createHmac("sha256", `ENB:${password}:eNB 1`).update(challenge).digest("hex");
      isAuthenticated = res === expected;
      challenge = "decaf";
      send(
        isAuthenticated ? { message, ready: true } : { message, error: "Authentication error", challenge },
      );
      return;
    }
    asked.push(message);
    const said = isAuthenticated ? answer(message) : { error: "Authentication required" };
    if (said === undefined) return;
    for (const frame of before(message_id)) send(frame);
    send({ message, message_id, ...said });
  });
}
