/** Every phase of the sync beside every event, and what holds over any sequence of events. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  beginSync,
  firstPauseMs,
  getMirror,
  isListening,
  maxPauseMs,
  type SyncEvent,
  type SyncState,
  stepSync,
} from "../../src/watch/sync/sync-step.ts";

const scope = { slaptap: "slaptap16", range: null };
const start = beginSync<string>(scope).state;
const callBack = () => {};
const overflow = new Error("overflow");

function run(state: SyncState<string>, ...events: SyncEvent<string>[]): SyncState<string> {
  return events.reduce((current, event) => stepSync(current, event).state, state);
}

const dumped = (dump: number): SyncEvent<string> => ({
  kind: "dumped",
  dump,
  mirror: `${dump}`,
  restarts: 0,
});
const dumping = run(start, { kind: "due" });
const following = run(dumping, dumped(1));
const catching = run(following, { kind: "catch up", callBack });
const stopped = run(start, { kind: "stop" });
const phases = { pausing: start, dumping, following, "catching up": catching, stopped };

const events: Readonly<Record<string, SyncEvent<string>>> = {
  lost: { kind: "lost", why: overflow, nowMs: 0 },
  due: { kind: "due" },
  "this dump": dumped(1),
  "an earlier dump": dumped(0),
  "a failed dump": { kind: "dump failed", dump: 1, why: overflow, nowMs: 0 },
  drained: { kind: "drained" },
  read: { kind: "read", toItsEnd: true },
  "catch up": { kind: "catch up", callBack },
  "look anew": { kind: "look anew", why: "SIGHUP" },
  "other scope": { kind: "other scope", scope: { slaptap: "slaptap17", range: null } },
  stop: { kind: "stop" },
};

const lost = "pausing: hold, report loss, wait 10, call back";
const anew = "pausing: hold, wait 0, call back";

/** What each event does in each phase; where nothing stands it does nothing. */
const table: Readonly<Record<keyof typeof phases, Readonly<Record<string, string>>>> = {
  pausing: { due: "dumping: dump", "catch up": "pausing: call back" },
  dumping: {
    lost: `${lost} 0`,
    "this dump": "following: release, report look",
    "a failed dump": `${lost} 0`,
    "catch up": "dumping: call back",
  },
  following: { lost: `${lost} 0`, "catch up": "following: wake" },
  "catching up": {
    lost: `${lost} 1`,
    drained: "following: read",
    read: "following: wake",
    "catch up": "following: wake",
  },
  stopped: { "catch up": "stopped: call back" },
};

describe.each(Object.keys(phases) as (keyof typeof phases)[])("%s", (phase) => {
  test.each(Object.entries(events))("%s", (name, event) => {
    const waiting = phases[phase].catchUps.length;
    const always: Readonly<Record<string, string>> =
      phase === "stopped"
        ? {}
        : {
            "look anew": `${anew} ${waiting}`,
            "other scope": `${anew} ${waiting}`,
            stop: `stopped: close, call back ${waiting}`,
          };
    const expected = { ...always, ...table[phase] }[name] ?? `${phases[phase].phase.kind}: `;
    expect(describeStep(phases[phase], event)).toBe(withoutOne(expected));
  });
});

/** `call back` of the event's own is written without a number. */
function withoutOne(text: string): string {
  return text.replace(/call back$/, "call back 1");
}

function describeStep(from: SyncState<string>, event: SyncEvent<string>): string {
  const { state, effects } = stepSync(from, event);
  const texts = effects.map((effect) => {
    if (effect.kind === "wait") return `wait ${effect.delayMs}`;
    if (effect.kind === "call back") return `call back ${effect.callBacks.length}`;
    return effect.kind;
  });
  return `${state.phase.kind}: ${texts.join(", ")}`;
}

test("who catches up is called back once the socket was read to its end and what was read is handled", () => {
  const unread = run(catching, { kind: "read", toItsEnd: false });
  expect(describeStep(unread, { kind: "drained" })).toBe("following: read");
  const read = run(unread, { kind: "read", toItsEnd: true });
  expect(describeStep(read, { kind: "drained" })).toBe("following: call back 1");
  // Whoever asks afterwards waits for a reading of its own.
  const second = run(read, { kind: "catch up", callBack });
  expect(describeStep(second, { kind: "drained" })).toBe("following: read");
});

test("a dump is of the scope that was set last", () => {
  const other = run(start, { kind: "other scope", scope: { slaptap: "slaptap17", range: null } });
  expect(stepSync(other, { kind: "due" }).effects).toMatchObject([{ scope: { slaptap: "slaptap17" } }]);
});

test("pauses double while losses follow one another, and begin anew after a quiet time", () => {
  let state = start;
  const lose = (nowMs: number) => {
    state = run(state, { kind: "due" });
    const step = stepSync(state, { kind: "dump failed", dump: state.dumps, why: overflow, nowMs });
    state = step.state;
    return step.effects.find((effect) => effect.kind === "wait")?.delayMs;
  };
  const pauses = Array.from({ length: 9 }, (_, number) => lose(number));
  expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 1000, 1000]);
  expect(lose(8 + 4 * maxPauseMs - 1)).toBe(maxPauseMs);
  expect(lose(8 + 8 * maxPauseMs - 1)).toBe(firstPauseMs);
});

describe("over any sequence of events", () => {
  const anyEvent: fc.Arbitrary<SyncEvent<string>> = fc.oneof(
    fc.constantFrom(...Object.values(events)),
    fc.integer({ min: 0, max: 6 }).map(dumped),
  );
  const walk = (sequence: readonly SyncEvent<string>[], check: (state: SyncState<string>) => void) => {
    let state = start;
    for (const event of sequence) {
      state = stepSync(state, event).state;
      check(state);
    }
  };

  test("the mirror is that of the last dump, and is there only while messages are followed", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (sequence) => {
        walk(sequence, (state) => {
          const mirror = getMirror(state);
          expect(mirror !== null).toBe(state.phase.kind === "following");
          if (mirror !== null) expect(mirror).toBe(`${state.dumps}`);
        });
      }),
    );
  });

  test("nobody waits to catch up unless the mirror is there, and each is called back once", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (sequence) => {
        let [asked, called, state] = [0, 0, start];
        for (const event of [...sequence, events.stop as SyncEvent<string>]) {
          if (event.kind === "catch up") asked++;
          const step = stepSync(state, event);
          state = step.state;
          for (const effect of step.effects)
            if (effect.kind === "call back") called += effect.callBacks.length;
          if (state.catchUps.length > 0) expect(state.phase.kind).toBe("following");
          expect(asked - called).toBe(state.catchUps.length);
        }
        expect(called).toBe(asked);
      }),
    );
  });

  test("a way back is always under way: a wait while it pauses, a dump while it dumps", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (sequence) => {
        let [state, isWaiting, dump] = [start, true, 0];
        for (const event of sequence) {
          const step = stepSync(state, event);
          if (event.kind === "due") isWaiting = false;
          for (const effect of step.effects) {
            if (effect.kind === "wait") isWaiting = true;
            if (effect.kind === "dump") dump = effect.dump;
          }
          state = step.state;
          if (state.phase.kind === "pausing") expect(isWaiting).toBe(true);
          if (state.phase.kind === "dumping") expect(dump).toBe(state.dumps);
          expect(isListening(state)).toBe(["dumping", "following"].includes(state.phase.kind));
        }
      }),
    );
  });

  test("stopped, it stays so", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (sequence) => {
        expect(run(stopped, ...sequence)).toEqual(stopped);
      }),
    );
  });
});
