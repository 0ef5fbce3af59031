/** SSH to a simulated Radio Unit on the loopback: what is opened, and how what is not is told. */
import { afterEach, expect, test } from "vitest";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import { type Channel, openChannel } from "../../src/mplane/session/ssh-channel.ts";
import { type LoopbackRadio, openLoopbackRadio } from "./loopback-radio.ts";

const password = "a-password-of-nobody";
const open: (LoopbackRadio | Channel)[] = [];
afterEach(() => {
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
