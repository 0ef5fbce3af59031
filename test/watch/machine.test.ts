import { expect, test } from "vitest";
import { startMachine } from "../../src/watch/machine.ts";

test("effects are done in order, after the state has changed", () => {
  const seen: string[] = [];
  const machine = startMachine(
    0,
    (state: number, event: number) => ({ state: state + event, effects: ["a", "b"] }),
    (effect) => seen.push(`${effect}${machine.state()}`),
  );
  machine.send(3);
  expect([machine.state(), seen]).toEqual([3, ["a3", "b3"]]);
});

test("what an effect sends waits until all effects of its step are done", () => {
  const seen: string[] = [];
  const machine = startMachine(
    "",
    (state: string, event: string) => ({ state: state + event, effects: [`${event}1`, `${event}2`] }),
    (effect) => {
      seen.push(effect);
      if (effect === "x1") machine.send("y");
    },
  );
  machine.send("x");
  expect([machine.state(), seen]).toEqual(["xy", ["x1", "x2", "y1", "y2"]]);
});

test("an effect that throws does not stop the steps after it", () => {
  const machine = startMachine(
    0,
    (state: number, event: number) => ({ state: state + event, effects: [event] }),
    (effect) => {
      if (effect === 1) throw new Error("no room");
    },
  );
  expect(() => machine.send(1)).toThrow("no room");
  machine.send(2);
  expect(machine.state()).toBe(3);
});
