/** What was done before: a Python process with ncclient for each Radio Unit. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { slaposEnvironment } from "../../test/slapos/environment.ts";

/** Connects, subscribes, resets the watchdog each minute, waits for notifications. */
const script = `
import sys, threading
from ncclient import manager
from ncclient.xml_ import to_ele
host, port, user, password = sys.argv[1:]
one = manager.connect(host=host, port=int(port), username=user, password=password, hostkey_verify=False,
                      allow_agent=False, look_for_keys=False, timeout=60)
one.create_subscription()
reset = '<supervision-watchdog-reset xmlns="urn:o-ran:supervision:1.0"/>'
def supervise():
    one.dispatch(to_ele(reset))
    threading.Timer(60, supervise).start()
supervise()
print("ready", flush=True)
while True:
    one.take_notification(timeout=120)
`;

export type Ncclients = { readonly pids: readonly number[]; readonly close: () => Promise<void> };

/** A few start at once: each takes a fifth of a second of a core. */
const atOnce = 4;

export async function startNcclients(ports: readonly number[], password: string): Promise<Ncclients> {
  const { bin, missing } = await slaposEnvironment();
  if (missing !== null) throw new Error(missing);
  const children: ChildProcess[] = [];
  const waiting = [...ports];
  const startAll = async () => {
    for (let port = waiting.shift(); port !== undefined; port = waiting.shift()) {
      const words = ["-W", "ignore", "-c", script, "::1", String(port), "oranuser", password];
      const child = spawn(`${bin}/python`, words, { stdio: ["ignore", "pipe", "inherit"] });
      children.push(child);
      await awaitLine(child);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, startAll));
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    close: async () => {
      const ends = children.map((child) => new Promise((resolve) => child.once("close", resolve)));
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(ends);
    },
  };
}

async function awaitLine({ stdout }: ChildProcess): Promise<void> {
  if (stdout === null) throw new TypeError("no pipe");
  const { done } = await createInterface({ input: stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error("ncclient ended before it was ready");
}
