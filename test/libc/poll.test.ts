import { expect, test } from "vitest";
import { close } from "../../src/libc/file.ts";
import { makePollSet, type PollSet, poll, pollEvents } from "../../src/libc/poll.ts";
import { eventfd, signalEventfd } from "./eventfd.ts";

test("poll finds which descriptors are readable", () => {
  const [quiet, ready] = [eventfd(), eventfd()];
  signalEventfd(ready);
  const set = makePollSet([
    { fd: quiet, events: pollEvents.IN },
    { fd: ready, events: pollEvents.IN },
  ]);
  expect(poll(set, 0)).toBe(1);
  expect([happened(set, 0), happened(set, 1)]).toEqual([0, pollEvents.IN]);
  close(quiet);
  close(ready);
});

test("poll on a closed descriptor reports NVAL", () => {
  const fd = eventfd();
  close(fd);
  const set = makePollSet([{ fd, events: pollEvents.IN }]);
  expect(poll(set, 0)).toBe(1);
  expect(happened(set, 0)).toBe(pollEvents.NVAL);
});

/** `revents` of a `struct pollfd`. */
function happened({ bytes }: PollSet, index: number): number {
  return bytes.readInt16LE(index * 8 + 6);
}
