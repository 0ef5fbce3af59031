import { expect, test } from "vitest";
import { formatMessage } from "../../src/netlink/messages/format.ts";
import { messageType } from "../../src/netlink/messages/numbers.ts";
import { askAddresses, askLinks, askRoutes } from "./blank-messages.ts";

const header = (type: number) => ({ type, flags: 0, sequence: 0, port: 0 });

test("links are named where their names are known", () => {
  const names = new Map([[7, "slaptap16-1"]]);
  const route = {
    ...askRoutes(10, 254),
    header: header(messageType.NEWROUTE),
    output: 7,
    type: 1,
    protocol: 4,
  };
  expect(formatMessage(route, (index) => names.get(index))).toBe("default dev slaptap16-1 proto static");
  expect(formatMessage({ ...route, output: 8 }, (index) => names.get(index))).toBe(
    "default dev if8 proto static",
  );
});

test("a removal and a question say so", () => {
  const address = {
    ...askAddresses(10),
    index: 2,
    local: "fd00::1",
    address: "fd00::1",
    prefixLength: 64,
    flags: 0x80,
  };
  expect(formatMessage({ ...address, header: header(messageType.DELADDR) })).toBe(
    "Deleted 2: if2 inet6 fd00::1/64 scope global",
  );
  expect(formatMessage({ ...address, header: header(messageType.GETADDR) })).toMatch(/^Asked 2: if2 /);
});

test("a name with control characters does not break the line", () => {
  const link = { ...askLinks(), header: header(messageType.NEWLINK), index: 3, name: "a\x1b[2J\x7f" };
  expect(formatMessage(link)).toBe("3: a\\x1b[2J\\x7f: <>");
});

test("an acknowledgement says what it answers", () => {
  const ack = { text: null, offset: null, missing: null };
  const request = { type: messageType.GETLINK, flags: 0, sequence: 9, port: 0 };
  expect(formatMessage({ kind: "error", header: header(messageType.ERROR), code: 0, request, ...ack })).toBe(
    "answer to message 9: done",
  );
  expect(
    formatMessage({
      kind: "error",
      header: header(messageType.ERROR),
      code: 22,
      request,
      text: "wrong",
      offset: 28,
      missing: 5,
    }),
  ).toBe("answer to message 9: error 22: wrong (at byte 28 of the request) (attribute 5 is missing)");
});

test("a message of another kind is named by its type", () => {
  expect(formatMessage({ kind: "other", header: header(28) })).toBe("message of type 28");
});
