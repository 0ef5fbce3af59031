/** Who may connect to a port of shared memory: by the secret that it says, and by the user that it is. */
import { chmodSync, statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FailureError } from "../../../src/issue/exit-code.ts";
import { type MemifClient, openMemif } from "../../../src/link/memif/client/open-memif.ts";
import type { Access } from "../../../src/link/memif/server.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch } from "./shm-switch.ts";

const nobody = 65_534;
const root = 0;

useStage(() => ({ close: () => {} }), {
  obstacle: () => (process.geteuid?.() === root ? null : "only root can be another user"),
});

let stage: ShmSwitch;
let clients: MemifClient[];

beforeEach(() => {
  stage = openShmSwitch();
  chmodSync(stage.folder, 0o711);
  clients = [];
});
afterEach(() => {
  for (const client of clients) client.close();
  stage.close();
});

function configure(one: Partial<Access>, other: Partial<Access> = {}): Promise<readonly string[]> {
  const ports = [makePort("one", stage.path, 0, {}, one), makePort("other", stage.path, 1, {}, other)];
  return stage.configure(ports);
}

/** What a user is answered that asks for a port: `connected`, or why it is not; later, why it was sent away. */
async function connect(user: number, id: number, secret = ""): Promise<{ answer: string; left: string[] }> {
  const left: string[] = [];
  const onLeft = (reason: string) => left.push(reason);
  try {
    const client = await asUser(user, () =>
      openMemif({ path: stage.path, id, secret, timeoutMs: 5000, onLeft }),
    );
    clients.push(client);
    return { answer: "connected", left };
  } catch (error) {
    return { answer: (error as FailureError).message.replace(`shm ${stage.path}: `, ""), left };
  }
}

/** Linux says who has connected by the user of that moment. */
function asUser<T>(user: number, act: () => T): T {
  process.seteuid?.(user);
  try {
    return act();
  } finally {
    process.seteuid?.(root);
  }
}

const getMode = () => statSync(stage.path).mode & 0o777;

test("a port with a secret is for those who say it, another one on the same socket for all", async () => {
  await configure({ secret: "open-sesame" });
  expect((await connect(root, 0)).answer).toBe("a wrong secret");
  expect((await connect(root, 0, "open-sesam")).answer).toBe("a wrong secret");
  expect((await connect(root, 0, "open-sesame")).answer).toBe("connected");
  expect((await connect(root, 1)).answer).toBe("connected");
  expect(stage.refused).toHaveLength(2);
});

test("another user reaches the socket only while a port allows it, and that port only", async () => {
  await configure({});
  expect(getMode()).toBe(0o600);
  expect((await connect(nobody, 0)).answer).toContain("Permission denied");
  await configure({ allow: [1, nobody] });
  expect(getMode()).toBe(0o666);
  expect((await connect(nobody, 1)).answer).toBe(`user ${nobody} may not connect`);
  expect((await connect(nobody, 0)).answer).toBe("connected");
  expect((await connect(12_345, 0)).answer).not.toBe("connected");
  await stage.configure([makePort("other", stage.path, 1)]);
  expect(getMode()).toBe(0o600);
});

test("a peer that would not be let in any more is sent away, one that would stays", async () => {
  await configure({ allow: [nobody] }, { secret: "old" });
  const [one, other] = [await connect(nobody, 0), await connect(root, 1, "old")];
  await configure({ allow: [nobody], secret: "" }, { secret: "old", allow: [nobody] });
  await configure({ allow: [nobody, 1] }, { secret: "new" });
  await until(() => other.left.length === 1, "the end of the one with the old secret");
  expect(other.left).toEqual(["a wrong secret"]);
  expect([stage.isUp("one"), stage.isUp("other")]).toEqual([true, false]);
  await configure({}, { secret: "new" });
  await until(() => one.left.length === 1, "the end of the other user");
  expect(one.left).toEqual([`user ${nobody} may not connect`]);
  expect((await connect(root, 1, "new")).answer).toBe("connected");
});
