/** SSH to a simulated Radio Unit on the loopback: what is opened, and how what is not is told. */
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import { type Channel, openChannel } from "../../src/mplane/session/ssh-channel.ts";
import { mplaneTimers } from "../../src/mplane/timers.ts";
import { until } from "../support/until.ts";
import { type LoopbackRadio, openLoopbackRadio } from "./loopback-radio.ts";

const password = "a-password-of-nobody";
const open: (LoopbackRadio | Channel)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const one of open.splice(0)) "close" in one ? one.close() : one.destroy();
});

/** "open", or why not and whether trying soon again cannot help. */
async function dial(faults: readonly FaultKind[], acceptHostKey = () => true): Promise<unknown> {
  const radio = await openLoopbackRadio({ password, faults });
  open.push(radio);
  const login = { host: "::1", port: radio.port, user: "oranuser", password, acceptHostKey };
  return new Promise((resolve, reject) => {
    openChannel(
      { ...login, takeTurn: async () => () => {} },
      { onOpen: () => resolve("open"), onEnd: (reason, refused) => resolve({ reason, refused }) },
    ).then((channel) => open.push(channel), reject);
  });
}

test("a login by password opens the subsystem netconf", async () => {
  expect(await dial([])).toBe("open");
});

test("so does one by keyboard-interactive, where nothing else is offered", async () => {
  expect(await dial(["only-keyboard-interactive"])).toBe("open");
});

test.each([
  ["wrong-password", "user or password was refused", true],
  ["closed-port", "ECONNREFUSED", false],
  ["no-subsystem", "no subsystem netconf", false],
] as const)("%s is told", async (fault, reason, refused) => {
  expect(await dial([fault])).toEqual({ reason: expect.stringContaining(reason), refused });
});

test("a wrong password is wrong by keyboard-interactive, too", async () => {
  const ended = await dial(["wrong-password", "only-keyboard-interactive"]);
  expect(ended).toEqual({ reason: "user or password was refused", refused: true });
});

test("a host key that is not accepted is told, and no password is sent", async () => {
  expect(await dial([], () => false)).toEqual({
    reason: expect.stringContaining("Host denied"),
    refused: true,
  });
});

test("silence behind a connection is told after the time that SSH is given, and the next one gets its turn", async () => {
  const radio = await openLoopbackRadio({ password, faults: ["silent-ssh"] });
  open.push(radio);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const happened: string[] = [];
  const takeTurn = async () => {
    happened.push("connected");
    return () => happened.push("its turn is over");
  };
  const login = { host: "::1", port: radio.port, user: "oranuser", password, acceptHostKey: () => true };
  const onEnd = (reason: string, refused: boolean) => happened.push(`${reason}, refused: ${refused}`);
  open.push(await openChannel({ ...login, takeTurn }, { onOpen: () => happened.push("open"), onEnd }));
  await until(() => happened.length === 1, "it is connected");
  await turn();
  vi.advanceTimersByTime(mplaneTimers.sshMs - 1);
  expect(happened).toEqual(["connected"]);
  vi.advanceTimersByTime(1);
  await until(() => happened.length === 3, "it is given up");
  expect(happened.slice(1).sort()).toEqual([
    "Timed out while waiting for handshake, refused: false",
    "its turn is over",
  ]);
});
