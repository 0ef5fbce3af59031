/** The remote API of an eNB, as a test wants it to behave. */
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export type Behaviour = {
  readonly password?: string;
  /** Answers to a message by its name; undefined for silence. */
  readonly answer?: (message: string) => Record<string, unknown> | undefined;
  /** Says nothing when a client connects. */
  readonly mute?: boolean;
};

export type FakeEnb = {
  readonly url: string;
  /** How many clients have connected. */
  readonly connections: () => number;
  readonly behave: (behaviour: Behaviour) => void;
  /** Cuts every connection. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

const statistics: Record<string, Record<string, unknown>> = {
  stats: { samples: { rx: [{ max: -20.5 }, { max: -3 }] }, rf: { rxtx_delay_min: 2.5 } },
  rf: { rf_info: "PCIe CPRI /dev/sdr0@1:\n  CPRI_option: '5' lock=HW+SW\n" },
};

export async function startFakeEnb(first: Behaviour = {}): Promise<FakeEnb> {
  let behaviour = first;
  let connections = 0;
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (socket) => {
    connections += 1;
    serve(socket, behaviour);
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    behave: (next) => {
      behaviour = next;
    },
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

function serve(socket: WebSocket, { password, mute, answer = (name) => statistics[name] }: Behaviour): void {
  const identity = { type: "ENB", name: "eNB 1" };
  const send = (message: Record<string, unknown>) => socket.send(JSON.stringify(message));
  const challenge = "c0ffee";
  let authenticated = password === undefined;
  if (mute !== true)
    send(
      authenticated ? { message: "ready", ...identity } : { message: "authenticate", challenge, ...identity },
    );
  socket.on("message", (bytes) => {
    const { message, message_id, res } = JSON.parse(String(bytes));
    if (message === "authenticate") {
      const right = createHmac("sha256", `ENB:${password}:eNB 1`).update(challenge).digest("hex");
      authenticated = res === right;
      send(
        authenticated
          ? { message: "ready", ...identity }
          : { message: "authenticate", error: "Authentication error" },
      );
      return;
    }
    const said = authenticated ? answer(message) : { error: "Authentication required" };
    if (said !== undefined) send({ message, message_id, ...said });
  });
}
