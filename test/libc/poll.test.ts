import { expect, test } from "vitest";
import { eventfd, signalEventfd } from "../../src/libc/eventfd.ts";
import { close } from "../../src/libc/file.ts";
import { happened, pollAsync, pollEvents, pollNow, pollSet } from "../../src/libc/poll.ts";

test("poll tells which descriptors are readable", () => {
  const [quiet, ready] = [eventfd(), eventfd()];
  signalEventfd(ready);
  const set = pollSet([
    { fd: quiet, events: pollEvents.IN },
    { fd: ready, events: pollEvents.IN },
  ]);
  expect(pollNow(set, 0)).toBe(1);
  expect([happened(set, 0), happened(set, 1)]).toEqual([0, pollEvents.IN]);
  close(quiet);
  close(ready);
});

test("poll on a closed descriptor reports NVAL", () => {
  const fd = eventfd();
  close(fd);
  const set = pollSet([{ fd, events: pollEvents.IN }]);
  expect(pollNow(set, 0)).toBe(1);
  expect(happened(set, 0)).toBe(pollEvents.NVAL);
});

test("waiting in another thread ends when the descriptor becomes readable", async () => {
  const fd = eventfd();
  const set = pollSet([{ fd, events: pollEvents.IN }]);
  const waiting = pollAsync(set, 20_000);
  setImmediate(() => signalEventfd(fd));
  expect(await waiting).toBe(1);
  expect(happened(set, 0)).toBe(pollEvents.IN);
  close(fd);
});
