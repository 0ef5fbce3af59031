import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { formatMessage } from "../../src/netlink/messages/format.ts";
import { decodeDatagram } from "../../src/netlink/messages/message.ts";
import { openNamespace } from "../support/netns.ts";
import { capture, captureFolder, captureNames } from "./capture.ts";
import { encode } from "./encode/message.ts";

beforeAll(async () => {
  if (process.env.ORS_CAPTURE !== "1") return;
  const namespace = await openNamespace();
  try {
    capture(namespace);
  } finally {
    await namespace.close();
  }
});

const captured = (file: string) => readFileSync(join(captureFolder, file));

test.each(captureNames)("what the kernel said (%s) is printed line by line as it was", (name) => {
  const messages = decodeDatagram(captured(`${name}.bin`));
  const lines = captured(`${name}.txt`).toString("utf8").split("\n").slice(0, -1);
  expect(messages.map((message) => formatMessage(message))).toEqual(lines);
  expect(lines.length).toBeGreaterThanOrEqual(5);
});

test.each(captureNames)("what the kernel said (%s) is the same after encoding it anew", (name) => {
  const messages = decodeDatagram(captured(`${name}.bin`));
  expect(decodeDatagram(Buffer.concat(messages.map(encode)))).toEqual(messages);
});

test("the captures hold every kind of message, event and answer", () => {
  const messages = captureNames.flatMap((name) => decodeDatagram(captured(`${name}.bin`)));
  const types = new Set(messages.map((message) => message.header.type));
  expect([...types].sort((a, b) => a - b)).toEqual([2, 3, 16, 17, 20, 21, 24, 25]);
});
