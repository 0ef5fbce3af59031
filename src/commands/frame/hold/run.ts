/** `ors frame hold`. */
import type { Run } from "../../../console/command.ts";
import { awaitEndSignal } from "../../../console/end-signals.ts";
import { makeUsageError } from "../../../input/usage.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { quote } from "../../../issue/quote.ts";
import { type OpenOptions, type OpenPort, openPort } from "../../../link/frame-port/open-port.ts";
import { formatPortName, type PortName, parsePortName } from "../../../link/frame-port/port-name.ts";
import { serveHolder } from "../../../link/holder/holder.ts";
import type { Server } from "../../../link/seqpacket/server.ts";
import { whenEnded } from "../../../link/when-ended.ts";
import { readSecrets } from "../secrets.ts";
import { explainPortError } from "../with-port.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { socket, timeout, headroom, rings: ringsToClient } = options;
  const wanted = readPorts(options.ports);
  const secrets = readSecrets(wanted, options.secretFile ?? []);
  const held = new Map<string, OpenPort>();
  let holder: Server | undefined;
  try {
    for (const [name, port] of wanted) {
      const secret = secrets.get(name);
      const opened = await openHeld(port, { timeoutMs: timeout * 1000, headroom, ringsToClient, secret });
      held.set(name, opened);
      if (opened.ended !== undefined)
        whenEnded(opened.ended, (reason) => terminal.complain(`held:${name}: ${reason}`));
    }
    holder = serveHolder(socket, held);
    terminal.print("ready");
    await awaitEndSignal();
    return exitCode.good;
  } finally {
    holder?.close();
    for (const { close } of held.values()) close();
  }
};

type Openable = Exclude<PortName, { kind: "held" }>;

/** Names are what stands before `=`, or what stands behind the kind. */
function readPorts(words: readonly string[]): ReadonlyMap<string, Openable> {
  const ports = new Map<string, Openable>();
  for (const word of words) {
    const [, name, text = ""] = /^(?:([\w.-]+)=)?(.*)$/s.exec(word) ?? [];
    const port = parsePortName(text);
    if (port === null || port.kind === "held")
      throw makeUsageError(
        `${quote(text)} is not a port that can be held`,
        "tap:NAME, packet:NAME or shm:SOCKET[#ID]",
      );
    const key = name ?? formatPortName(port).replace(/^[a-z]+:/, "");
    if (ports.has(key))
      throw makeUsageError(`two ports are named ${quote(key)}`, "NAME=PORT gives another name");
    ports.set(key, port);
  }
  return ports;
}

async function openHeld(port: Openable, options: Omit<OpenOptions, "holder">): Promise<OpenPort> {
  try {
    return await openPort(port, options);
  } catch (error) {
    throw explainPortError(port, error);
  }
}
