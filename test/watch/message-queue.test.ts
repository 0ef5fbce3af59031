import fc from "fast-check";
import { expect, test } from "vitest";
import { createMessageQueue, type MessageQueue } from "../../src/watch/sync/message-queue.ts";

function push(queue: MessageQueue, text: string): boolean {
  const bytes = Buffer.from(`<${text}>`);
  return queue.push(bytes, 1, bytes.length - 1);
}

function take(queue: MessageQueue): string | null {
  let taken: string | null = null;
  queue.take((bytes, start, end) => {
    taken = bytes.toString("latin1", start, end);
  });
  return taken;
}

test("messages come out in their order, as they were", () => {
  const queue = createMessageQueue(64);
  for (const text of ["one", "", "three"]) expect(push(queue, text)).toBe(true);
  expect([take(queue), take(queue), take(queue), take(queue)]).toEqual(["one", "", "three", null]);
});

test("what does not fit is refused, and what was queued stays", () => {
  const queue = createMessageQueue(16);
  expect(push(queue, "12345678")).toBe(true);
  expect(push(queue, "1")).toBe(false);
  expect(queue.length()).toBe(1);
  expect(take(queue)).toBe("12345678");
  expect(push(queue, "123456789012")).toBe(true);
  expect(push(queue, "")).toBe(false);
});

test("a message longer than the ring is refused even while it is empty", () => {
  expect(push(createMessageQueue(16), "x".repeat(13))).toBe(false);
});

test("forgetting all says how many those were", () => {
  const queue = createMessageQueue(64);
  push(queue, "a");
  push(queue, "b");
  expect(queue.clear()).toBe(2);
  expect([queue.length(), take(queue), queue.peak()]).toEqual([0, null, 2]);
});

test("one that takes out fails while it works, and the message is gone all the same", () => {
  const queue = createMessageQueue(64);
  push(queue, "bad");
  push(queue, "good");
  expect(() =>
    queue.take(() => {
      throw new Error("malformed");
    }),
  ).toThrow("malformed");
  expect(take(queue)).toBe("good");
});

test("whatever is pushed and taken in whatever order, it is a queue of bounded bytes", () => {
  const step = fc.oneof(
    fc.record({ push: fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 }) }),
    fc.constant("take" as const),
    fc.record({ clear: fc.constant(true) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 100 }), fc.array(step, { maxLength: 200 }), (capacity, steps) => {
      const queue = createMessageQueue(capacity);
      let model: string[] = [];
      for (const one of steps) {
        if (one === "take") expect(take(queue)).toBe(model.shift() ?? null);
        else if ("clear" in one) {
          expect(queue.clear()).toBe(model.length);
          model = [];
        } else if (push(queue, one.push)) model.push(one.push);
        // While nothing waits, all that fits into the ring at all is taken.
        else expect(model.length === 0 && one.push.length + 4 <= capacity).toBe(false);
        expect(queue.length()).toBe(model.length);
        expect(model.reduce((sum, text) => sum + text.length + 4, 0)).toBeLessThanOrEqual(capacity);
      }
      expect(model.map(() => take(queue))).toEqual(model);
    }),
  );
});
