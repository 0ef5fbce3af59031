import { expect, test } from "vitest";
import { createLockHolder, lockSlaptap, type SlaptapLock } from "../../src/watch/slaptap-lock.ts";

const user = process.getuid?.() ?? 0;
let count = 0;
/** A slaptap of each test's own, of this process: the names are shared by all of the network namespace. */
const nextSlaptap = () => `tap${process.pid}-${++count}`;

test("a slaptap has one watch, and the second one learns who has it, however often it asks", () => {
  const slaptap = nextSlaptap();
  const lock = lockSlaptap(slaptap, user);
  for (let round = 0; round < 10; round++) {
    expect(() => lockSlaptap(slaptap, user)).toThrow(`${slaptap}: process ${process.pid} watches it already`);
  }
  lock?.release();
  lockSlaptap(slaptap, user)?.release();
});

test("whoever asks does not stay in the queue of the one that holds it", async () => {
  const slaptap = nextSlaptap();
  const lock = lockSlaptap(slaptap, user);
  for (let round = 0; round < 100; round++) {
    expect(() => lockSlaptap(slaptap, user)).toThrow("watches it already");
    await new Promise((resolve) => setImmediate(resolve));
  }
  lock?.release();
});

test("another slaptap has a lock of its own", () => {
  const locks = [lockSlaptap(nextSlaptap(), user), lockSlaptap(nextSlaptap(), user)];
  for (const lock of locks) {
    expect(lock).not.toBeNull();
    lock?.release();
  }
});

test("another user who holds the names blocks nobody; with all of them it is said that nothing is known", () => {
  // The names are those of another user's watch, the processes that hold them are ours.
  const [slaptap, other] = [nextSlaptap(), user + 1];
  const locks: (SlaptapLock | null)[] = [];
  for (let round = 0; round < 16; round++) locks.push(lockSlaptap(slaptap, other));
  expect(locks).not.toContain(null);
  expect(lockSlaptap(slaptap, other)).toBeNull();
  const warnings: string[] = [];
  createLockHolder(other, (text) => warnings.push(text)).move(slaptap);
  expect(warnings).toEqual([expect.stringContaining(`${slaptap}: other users hold the names`)]);
  for (const lock of locks) lock?.release();
});

test("with another plan the lock moves; where that slaptap is watched already it stays", () => {
  const [first, second, taken] = [nextSlaptap(), nextSlaptap(), nextSlaptap()];
  const other = lockSlaptap(taken, user);
  const holder = createLockHolder(user, () => {});
  holder.move(first);
  holder.move(first);
  expect(() => holder.move(taken)).toThrow("watches it already");
  expect(() => lockSlaptap(first, user)).toThrow("watches it already");
  holder.move(second);
  lockSlaptap(first, user)?.release();
  expect(() => lockSlaptap(second, user)).toThrow("watches it already");
  holder.move(null);
  lockSlaptap(second, user)?.release();
  other?.release();
});
