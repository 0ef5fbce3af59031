import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEventfd } from "../../src/libc/shared/eventfd.ts";
import { type Borrowed, borrowPort } from "../../src/link/holder/borrow.ts";
import { serveHolder } from "../../src/link/holder/holder.ts";
import { connectSeqpacket } from "../../src/link/seqpacket/client.ts";
import type { Server } from "../../src/link/seqpacket/server.ts";
import { until } from "../support/until.ts";

const cli = join(import.meta.dirname, "../../dist/cli.js");

let folder: string;
let socket: string;
let descriptor: number;
let holder: Server;
/** Says that the port is of no use any more. */
let ending: AbortController;
let borrowed: Borrowed[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holder-"));
  socket = join(folder, "hold");
  descriptor = createEventfd();
  borrowed = [];
  ending = new AbortController();
  const loan = { kind: "tap", name: "a" } as const;
  const port = { loan, descriptors: [descriptor], ended: ending.signal };
  holder = serveHolder(socket, new Map([["a", port]]));
});
afterEach(() => {
  for (const one of borrowed) giveBack(one);
  holder.close();
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

async function borrow(timeoutMs = 5000): Promise<Borrowed> {
  const one = await borrowPort(socket, "a", timeoutMs);
  borrowed.push(one);
  return one;
}

function giveBack(one: Borrowed): void {
  if (!borrowed.includes(one)) return;
  borrowed.splice(borrowed.indexOf(one), 1);
  one.descriptors.forEach(closeSync);
  one.giveBack();
}

test("a port is lent with its descriptors, to one at a time, in the order in which they asked", async () => {
  const first = await borrow();
  expect(first.loan).toEqual({ kind: "tap", name: "a" });
  expect(fstatSync(first.descriptors[0] as number).ino).toBe(fstatSync(descriptor).ino);
  const order: string[] = [];
  const second = borrow().then((one) => {
    order.push("second");
    return one;
  });
  await expect(borrow(20)).rejects.toThrow(`held:a: process ${process.pid} has it`);
  const third = borrow().then(() => order.push("third"));
  expect(order).toEqual([]);
  giveBack(first);
  giveBack(await second);
  await third;
  expect(order).toEqual(["second", "third"]);
});

test("who waited in vain, or a borrower that is killed, does not keep the port", async () => {
  const words = ["frame", "expect", "held:a", "--socket", socket, "--timeout", "60"];
  const child = spawn(process.execPath, [cli, ...words], { stdio: "ignore" });
  let refusal = "";
  const isLent = async () => {
    refusal = await borrow(20).then(
      (one) => {
        giveBack(one);
        return "";
      },
      (error: Error) => error.message,
    );
    // our own last loan may not be over yet
    return refusal === `held:a: process ${child.pid} has it`;
  };
  await until(isLent, `the port lent to process ${child.pid}`, () => refusal);
  child.kill("SIGKILL");
  await once(child, "exit");
  await borrow();
});

test("a port that is not held is refused by name, and so is a holder that does not run", async () => {
  await expect(borrowPort(socket, "b", 1000)).rejects.toThrow(
    'held:b: no port "b" is held here; there are: a',
  );
  await expect(borrowPort(join(folder, "none"), "a", 1000)).rejects.toThrow(
    "connect: No such file or directory",
  );
});

test("a port whose other end has left is not lent, and whoever has it or waits for it hears why", async () => {
  const first = await borrow();
  const waiting = borrow();
  expect(first.ended.aborted).toBe(false);
  const end = "shm:s#0: the server ends";
  ending.abort(end);
  await until(() => first.ended.aborted, "what the borrower hears");
  expect(first.ended.reason).toBe(`held:a: ${end}`);
  giveBack(first);
  await expect(waiting).rejects.toThrow(`held:a: ${end}`);
  await expect(borrow()).rejects.toThrow(`held:a: ${end}`);
});

test("a request of another version is refused, and one that is not JSON", async () => {
  const answers: string[] = [];
  const connection = await connectSeqpacket(socket, { limits: { maxMessageBytes: 1000 } }, () => ({
    onMessage: ({ bytes }) => answers.push(JSON.parse(bytes.toString()).refused),
  }));
  const requests = ['{"borrow":"a"}', '{"holder":99,"borrow":"a"}', '{"holder":1}', "null", "borrow a"];
  for (const request of requests) connection.send(Buffer.from(request));
  await until(() => answers.length === requests.length, "the answers");
  expect(new Set(answers)).toEqual(
    new Set(["a request that this holder does not know: is it of another version?"]),
  );
  connection.close();
});
