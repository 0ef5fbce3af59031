/** Numbered frames from one port to a station behind another, of which each is looked for. */
import { setTimeout as pause } from "node:timers/promises";
import type { PacketSocket } from "../../test/support/packet-socket.ts";
import { until } from "../../test/support/until.ts";

/** Frames under way at a time: fewer than a TAP's queue holds. */
const maxUnderWay = 200;

const station = Buffer.from("020000000001", "hex");
const sender = Buffer.from("020000000002", "hex");
const type = Buffer.from("88b5", "hex");
const frameBytes = 64;
const numberOffset = 14;

export type Stream = {
  /** Sends until an action is done, and waits for what is under way; says what was wrong, null where nothing was. */
  readonly runDuring: (action: () => Promise<unknown>) => Promise<string | null>;
  readonly describe: () => string;
};

/** The station has shown where it is before this returns. */
export function createStream(from: PacketSocket, to: PacketSocket): Stream {
  to.send(Buffer.concat([Buffer.alloc(6, 0xff), station, type, Buffer.alloc(frameBytes - numberOffset)]));
  const frame = Buffer.concat([station, sender, type, Buffer.alloc(frameBytes - numberOffset)]);
  const account = createAccount();
  let sent = 0;
  const send = () => {
    while (sent - account.arrived() < maxUnderWay) {
      frame.writeUInt32LE(sent, numberOffset);
      if (from.send(frame) !== 0) return;
      sent += 1;
    }
  };
  const take = () => {
    for (const one of to.receive()) {
      if (one.subarray(0, 6).equals(station)) account.note(one.readUInt32LE(numberOffset));
    }
  };
  const total = { lost: 0, doubled: 0, reordered: 0 };
  return {
    runDuring: async (action) => {
      let isDone = false;
      const done = action().finally(() => {
        isDone = true;
      });
      while (!isDone) {
        send();
        await pause(1);
        take();
      }
      await done;
      const hasAll = () => {
        take();
        return account.arrived() === sent;
      };
      await until(hasAll, "the last frame arrives").catch(() => undefined);
      const found = account.close(sent);
      for (const what of faults) total[what] += found[what];
      return faults.some((what) => found[what] > 0) ? describeFaults(found) : null;
    },
    describe: () => `${sent} frames on ports that stay: ${describeFaults(total)}`,
  };
}

const faults = ["lost", "doubled", "reordered"] as const;
type Faults = Record<(typeof faults)[number], number>;

function describeFaults(found: Faults): string {
  return faults.map((what) => `${found[what]} ${what}`).join(", ");
}

/** Which numbers came, against those that should have. */
function createAccount() {
  let next = 0;
  const missing = new Set<number>();
  let [doubled, reordered] = [0, 0];
  return {
    note: (number: number) => {
      for (; next < number; next++) missing.add(next);
      if (number === next) next += 1;
      else if (missing.delete(number)) reordered += 1;
      else doubled += 1;
    },
    /** Frames that came, each once. */
    arrived: () => next - missing.size,
    /** What was wrong since the last time, where so many were sent by now; what is lost is not waited for again. */
    close: (sent: number): Faults => {
      const found = { lost: missing.size + sent - next, doubled, reordered };
      missing.clear();
      next = sent;
      [doubled, reordered] = [0, 0];
      return found;
    },
  };
}
