import fc from "fast-check";
import { expect, test } from "vitest";
import type { DumpVisitor } from "../../src/netlink/dump-later.ts";
import type { Message } from "../../src/netlink/messages/message.ts";
import { NetlinkError } from "../../src/netlink/messages/netlink-error.ts";
import type { Listener } from "../../src/netlink/monitor.ts";
import { compare } from "../../src/watch/reconcile/comparison.ts";
import { getKernelState } from "../../src/watch/sync/mirror.ts";
import { startSync } from "../../src/watch/sync/sync.ts";
import { encode } from "../netlink/encode/message.ts";
import { createFakeClock, promisesSettled } from "./fake-clock.ts";
import { dumped, gone, link, owner, plan, whole } from "./messages.ts";

type Options = { readonly queueBytes?: number; readonly dump?: (visitor: DumpVisitor) => Promise<number> };

/** A kernel that a test speaks for. */
function stage({ queueBytes = 1 << 16, dump }: Options = {}) {
  const clock = createFakeClock();
  const said: string[] = [];
  let listener: Listener | null = null;
  let [opened, closed, unread] = [0, 0, [] as Message[]];
  let state: Message[] = whole();
  const hearBytes = (bytes: Buffer) => listener?.message(bytes, 0, bytes.length);
  const hear = (message: Message) => hearBytes(encode(message));
  const sync = startSync(
    {
      subscribe: (given) => {
        listener = given;
        opened++;
        return {
          reopen: () => {
            opened++;
          },
          readNow: () => {
            for (const message of unread.splice(0)) hear(message);
            return true;
          },
          close: () => {
            closed++;
          },
        };
      },
      dump:
        dump ??
        (async (visitor) => {
          visitor.begin();
          for (const message of state) visitor.message(dumped(message as ReturnType<typeof whole>[number]));
          return 0;
        }),
    },
    { scope: plan, slice: { messages: 100, durationMs: 5, pauseMs: 1 }, queueBytes },
    {
      changed: (message) => said.push(`changed ${message.kind}`),
      worked: () => {},
      lost: (why, dropped, pause) => said.push(`lost ${why.message}, ${dropped}, ${pause}`),
      looked: (why) => said.push(`looked ${why}`),
    },
    clock,
  );
  const pass = async (milliseconds: number) => {
    clock.pass(milliseconds);
    await promisesSettled();
    clock.pass(0);
  };
  const verdict = () => {
    const mirror = sync.mirror();
    return mirror === null ? "none" : compare(plan, new Set(), getKernelState(mirror, owner)).kind;
  };
  return {
    clock,
    sync,
    said,
    pass,
    hear,
    hearBytes,
    verdict,
    lose: (why: Error) => listener?.lost(why),
    leaveUnread: (message: Message) => void unread.push(message),
    setState: (messages: Message[]) => {
      state = messages;
    },
    opened: () => opened,
    closed: () => closed,
  };
}

const broken = link(3, "slaptap16-1", { mtu: 1400 });

test("the first mirror is that of the dumps", async () => {
  const { pass, verdict, said } = stage();
  expect(verdict()).toBe("none");
  await pass(0);
  expect([verdict(), said]).toEqual(["same", ["looked start"]]);
});

test("a message is in the mirror after the next turn, and is announced", async () => {
  const { pass, hear, verdict, said } = stage();
  await pass(0);
  hear(broken);
  expect(verdict()).toBe("same");
  await pass(0);
  expect([verdict(), said.at(-1)]).toEqual(["different", "changed link"]);
});

test("what the kernel says while its state is dumped is applied on top", async () => {
  let tell: (count: number) => void = () => {};
  const { pass, hear, verdict } = stage({
    dump: (visitor) => {
      visitor.begin();
      for (const message of whole()) visitor.message(dumped(message));
      return new Promise((resolve) => {
        tell = resolve;
      });
    },
  });
  await pass(0);
  hear(broken);
  await pass(1);
  expect(verdict()).toBe("none");
  tell(0);
  await pass(0);
  await pass(1);
  expect(verdict()).toBe("different");
});

test.each([
  ["an overflow", new NetlinkError("lost", "the kernel had more to tell")],
  ["a closed socket", new Error("recvfrom: Bad file descriptor")],
  ["a truncated message", new NetlinkError("truncated", "too long")],
])("after %s the socket is opened anew and the mirror is the kernel's", async (_, why) => {
  const { pass, lose, verdict, setState, said, opened } = stage();
  await pass(0);
  lose(why);
  expect(verdict()).toBe("none");
  setState(whole().map((message) => (message.kind === "link" && message.index === 3 ? broken : message)));
  await pass(10);
  expect([verdict(), opened()]).toEqual(["different", 3]);
  expect(said.slice(1)).toEqual([`lost ${why.message}, 0, 10`, `looked ${why.message}`]);
});

test("a malformed message is a loss like any other", async () => {
  const { pass, hearBytes, said, verdict } = stage();
  await pass(0);
  const bytes = encode(broken);
  const firstAttribute = 32;
  bytes.writeUInt16LE(3, firstAttribute);
  hearBytes(bytes);
  await pass(0);
  expect([verdict(), said.at(-1)]).toEqual([
    "none",
    "lost malformed netlink message: attribute of length 3 at byte 36, 0, 10",
  ]);
  await pass(10);
  expect(verdict()).toBe("same");
});

test("a full queue is dropped as a whole, reported, and made good by a dump", async () => {
  const { pass, hear, said, verdict, sync } = stage({ queueBytes: 1000 });
  await pass(0);
  for (let i = 0; i < 50; i++) hear(link(7, "eth0", { mtu: 1000 + i }));
  expect(said.at(-1)).toMatch(/^lost the queue of 1000 bytes was full, \d+, 10$/);
  expect(sync.counters()).toMatchObject({ losses: 1, queueLength: 0 });
  await pass(10);
  expect(verdict()).toBe("same");
});

test("one loss after the other makes pauses longer, a quiet time shorter again", async () => {
  const { pass, lose, said } = stage();
  await pass(0);
  const pauses: number[] = [];
  for (let i = 0; i < 10; i++) {
    lose(new Error("full"));
    pauses.push(Number(said.at(-1)?.split(", ")[2]));
    await pass(pauses.at(-1) ?? 0);
  }
  expect(pauses.slice(0, 3)).toEqual([10, 20, 40]);
  expect(pauses.at(-1)).toBe(1000);
  await pass(10_000);
  lose(new Error("full"));
  expect(said.at(-1)).toBe("lost full, 0, 10");
});

test("a dump that fails is asked again, with growing pauses", async () => {
  let asked = 0;
  const { pass, verdict, sync } = stage({
    dump: async (visitor) => {
      asked++;
      if (asked < 4) throw new NetlinkError("interrupted", "links changed during each of 5 dumps");
      visitor.begin();
      for (const message of whole()) visitor.message(dumped(message));
      return 2;
    },
  });
  await pass(0);
  for (const pause of [10, 20, 40]) {
    expect(verdict()).toBe("none");
    await pass(pause);
  }
  expect([verdict(), asked, sync.counters().losses]).toEqual(["same", 4, 3]);
});

test("catching up brings in what nobody has read yet", async () => {
  const { pass, sync, leaveUnread, verdict } = stage();
  await pass(0);
  leaveUnread(broken);
  let seen = "";
  sync.catchUp(() => {
    seen = verdict();
  });
  await pass(0);
  expect(seen).toBe("different");
});

test("who wants to catch up is called back even where the mirror is lost meanwhile", async () => {
  const { pass, sync, lose } = stage();
  await pass(0);
  let calls = 0;
  sync.catchUp(() => calls++);
  lose(new Error("full"));
  sync.catchUp(() => calls++);
  expect(calls).toBe(2);
});

test("another plan is looked at in a mirror of its own", async () => {
  const { pass, sync, verdict } = stage();
  await pass(0);
  sync.setScope({ slaptap: "slaptap17", range: { address: 0xfd00n << 112n, prefixLength: 64 } });
  expect(verdict()).toBe("none");
  await pass(0);
  expect(sync.mirror()?.routes.size).toBe(0);
});

test("ended, it listens no more and nothing is left waiting", async () => {
  const { clock, pass, sync, closed, lose } = stage();
  await pass(0);
  sync.stop();
  lose(new Error("full"));
  await pass(10_000);
  expect([closed(), clock.waiting(), sync.counters().losses]).toEqual([1, 0, 0]);
});

test("whatever is lost between messages, the mirror ends as the kernel's", async () => {
  const links = [3, 4, 5].map((index) => link(index, `slaptap16-${index - 2}`));
  const step = fc.record({
    link: fc.nat(2),
    act: fc.constantFrom("mtu", "gone", "there", "lose", "look", "wait"),
    mtu: fc.integer({ min: 1280, max: 1500 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { pass, hear, lose, sync, setState } = stage({ queueBytes: 2000 });
      await pass(0);
      const kernel = new Map<number, Message>(whole().map((message, i) => [100 + i, message]));
      const set = (index: number, message: Message | null) => {
        for (const [key, known] of kernel) {
          if (known.kind === "link" && known.index === index) kernel.delete(key);
        }
        if (message !== null) kernel.set(index, message);
        setState([...kernel.values()]);
      };
      for (const { link: which, act, mtu } of steps) {
        const one = links[which] as (typeof links)[number];
        if (act === "lose") lose(new Error("overflow"));
        else if (act === "look") sync.lookAnew("test");
        else if (act === "wait") await pass(5);
        else {
          const message = act === "gone" ? gone(one) : { ...one, mtu: act === "mtu" ? mtu : 1500 };
          set(one.index, act === "gone" ? null : message);
          hear(message);
        }
      }
      await pass(3000);
      await pass(3000);
      const seen = [...(sync.mirror()?.links.values() ?? [])].map(({ name, mtu }) => `${name} ${mtu}`);
      const real = [...kernel.values()].flatMap((message) =>
        message.kind === "link" ? [`${message.name} ${message.mtu}`] : [],
      );
      expect(new Set(seen)).toEqual(new Set(real));
    }),
    { numRuns: 200 },
  );
});
