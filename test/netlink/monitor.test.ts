/** The shared listener and the dumps that give way, against the real kernel. */
import { readdirSync, readlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { close } from "../../src/libc/file.ts";
import { runInNetworkNamespace } from "../../src/libc/namespace.ts";
import { createNetworkNamespace, getNamespacePath } from "../../src/libc/unshare.ts";
import { family } from "../../src/net/address-family.ts";
import { connectKernel, dump } from "../../src/netlink/dump.ts";
import { dumpLater } from "../../src/netlink/dump-later.ts";
import { decodeMessage, type Message } from "../../src/netlink/messages/message.ts";
import { table } from "../../src/netlink/messages/numbers.ts";
import { type Listener, type Subscription, subscribe } from "../../src/netlink/monitor.ts";
import { closeNetlink, openNetlink } from "../../src/netlink/socket.ts";
import { clearLinks } from "../support/netns.ts";
import { laySlaptap, slaptap16 } from "../support/netns-slaptap.ts";
import { useNamespace } from "../support/stage.ts";
import { until } from "../support/until.ts";
import { askAddresses, askLinks, askRoutes } from "./blank-messages.ts";
import { makeRequest } from "./encode/message.ts";

let socketsBefore = 0;
const namespace = useNamespace({
  before: (fresh) => {
    clearLinks(fresh);
    socketsBefore = countSockets();
  },
});

/** Sockets of this process. */
function countSockets(): number {
  const links = readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ""; // the descriptor that read the folder
    }
  });
  return links.filter((link) => link.startsWith("socket:")).length;
}

/** Sockets that the listener has open. */
const openMonitors = () => countSockets() - socketsBefore;

const within = <T>(run: () => T): T => runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, run);

type Heard = Listener & { readonly messages: Message[]; readonly losses: string[] };

function ear(): Heard {
  const messages: Message[] = [];
  const losses: string[] = [];
  return {
    messages,
    losses,
    message: (bytes, start, end) => void messages.push(decodeMessage(bytes, start, end)),
    lost: (why) => void losses.push(why.message),
  };
}

describe("the listener", () => {
  test("has one socket for all who subscribe, closed with the last of them", async () => {
    const [first, second] = [ear(), ear()];
    const subscriptions = within(() => [subscribe(first), subscribe(second)]);
    expect(openMonitors()).toBe(1);
    namespace.sh("ip link add veth0 type veth peer name veth1");
    await until(() => first.messages.length >= 2 && second.messages.length >= 2, "both hear of the two ends");
    expect(second.messages).toEqual(first.messages);
    subscriptions[0]?.close();
    subscriptions[0]?.close();
    expect(openMonitors()).toBe(1);
    const heard = first.messages.length;
    namespace.sh("ip link del veth0");
    await until(() => second.messages.some(({ header }) => header.type === 17), "the link is deleted");
    expect(first.messages.length).toBe(heard);
    subscriptions[1]?.close();
    expect(openMonitors()).toBe(0);
  });

  test("warns of a second network namespace, and listens there all the same", async () => {
    const warnings: string[] = [];
    const options = { warn: (text: string) => void warnings.push(text) };
    const other = createNetworkNamespace();
    const [here, there] = [ear(), ear()];
    const subscriptions = [
      within(() => subscribe(here, options)),
      runInNetworkNamespace(getNamespacePath(other), () => subscribe(there, options)),
    ];
    expect(warnings).toEqual([
      expect.stringMatching(/^listening in a second network namespace, net:\[\d+\]$/),
    ]);
    expect(openMonitors()).toBe(2);
    namespace.sh("ip link add veth0 type veth peer name veth1");
    await until(() => here.messages.length > 0, "a message of the new namespace");
    expect(there.messages).toEqual([]);
    for (const subscription of subscriptions) subscription.close();
    close(other);
    expect(openMonitors()).toBe(0);
  });

  test("reports an overflow, closes, and hears again once it is reopened", async () => {
    const heard = ear();
    const subscription = within(() => subscribe(heard, { receiveBuffer: 4096 }));
    const routes = Array.from({ length: 500 }, (_, n) => `route add 2401:${n.toString(16)}::/32 dev lo`);
    namespace.run(["ip", "-6", "-batch", "-"], { input: routes.join("\n") });
    await until(() => heard.losses.length > 0, "the loss is reported");
    expect(heard.losses).toEqual(["the kernel had more to tell than the receive buffer holds"]);
    expect(openMonitors()).toBe(0);
    within(() => subscription.reopen());
    subscription.reopen();
    expect(openMonitors()).toBe(1);
    const before = heard.messages.length;
    namespace.sh("ip -6 route del 2401:1::/32 dev lo");
    await until(() => heard.messages.length > before, "a message after the loss");
    expect(heard.messages.at(-1)?.header.type).toBe(25);
    subscription.close();
  });

  test("can be read at once, without the event loop", () => {
    const heard = ear();
    const subscription = within(() => subscribe(heard));
    namespace.sh("ip link add veth0 type veth peer name veth1");
    expect(heard.messages).toEqual([]);
    expect(subscription.readNow()).toBe(true);
    expect(heard.messages.length).toBeGreaterThanOrEqual(2);
    subscription.close();
    expect(subscription.readNow()).toBe(true);
  });

  test("one who ends while others are called ends no other", async () => {
    const heard = ear();
    let subscription: Subscription | null = null;
    const leaving: Listener = { ...ear(), message: () => subscription?.close() };
    const staying = within(() => {
      subscription = subscribe(leaving);
      return subscribe(heard);
    });
    namespace.sh("ip link add veth0 type veth peer name veth1");
    await until(() => heard.messages.length >= 2, "both messages");
    staying.close();
    expect(openMonitors()).toBe(0);
  });
});

describe("a dump that gives way", () => {
  const questions = [
    { request: makeRequest(askLinks()), what: "links" },
    { request: makeRequest(askAddresses(family.IPV6)), what: "addresses" },
    { request: makeRequest(askRoutes(family.IPV6, table.MAIN)), what: "routes" },
  ];

  async function dumped(): Promise<Message[]> {
    let messages: Message[] = [];
    await within(() =>
      dumpLater(questions, {
        begin: () => {
          messages = [];
        },
        message: (message) => void messages.push(message),
      }),
    );
    return messages;
  }

  test("gives what a dump in one go gives", async () => {
    laySlaptap(namespace, slaptap16);
    const netlink = within(() => openNetlink());
    const kernel = connectKernel(netlink);
    const expected = questions.flatMap(({ request, what }) => dump(kernel, request, what));
    closeNetlink(netlink);
    const plain = (messages: Message[]) =>
      messages.map(({ header, ...rest }) => ({ type: header.type, ...rest }));
    expect(plain(await dumped())).toEqual(plain(expected));
  });

  test("leaves the event loop to others between its datagrams", async () => {
    const routes = Array.from({ length: 10_000 }, (_, n) => `route add 2401:${n.toString(16)}::/32 dev lo`);
    namespace.run(["ip", "-6", "-batch", "-"], { input: routes.join("\n") });
    let [turns, done] = [0, false];
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const messages = await dumped();
    done = true;
    expect(messages.filter(({ kind }) => kind === "route").length).toBe(10_000);
    expect(turns).toBeGreaterThan(5);
  });

  test("begins anew where something changes under it, and then gives the whole", async () => {
    const links = Array.from({ length: 100 }, (_, n) => `link add a${n} type ifb`);
    namespace.run(["ip", "-batch", "-"], { input: links.join("\n") });
    let [begun, names] = [0, new Set<string | null>()];
    const restarts = await within(() =>
      dumpLater(questions.slice(0, 1), {
        begin: () => {
          begun++;
          names = new Set();
        },
        message: (message) => {
          if (begun === 1 && names.size === 10) namespace.sh("ip link add late type ifb; ip link del a99");
          if (message.kind === "link") names.add(message.name);
        },
      }),
    );
    expect([restarts, begun]).toEqual([1, 2]);
    expect(names).toEqual(new Set(["lo", "late", ...Array.from({ length: 99 }, (_, n) => `a${n}`)]));
  });

  test("is given up where something changes each time", async () => {
    const links = Array.from({ length: 100 }, (_, n) => `link add a${n} type ifb`);
    namespace.run(["ip", "-batch", "-"], { input: links.join("\n") });
    let told = 0;
    const asked = within(() =>
      dumpLater(
        questions.slice(0, 1),
        {
          begin: () => {
            told = 0;
          },
          message: () => {
            told++;
            if (told === 10) namespace.sh("ip link add late type ifb; ip link del late");
          },
        },
        200,
      ),
    );
    await expect(asked).rejects.toThrow("links changed during every dump for 0.2 s");
  });

  test("is refused in the kernel's own words", async () => {
    const question = { request: makeRequest({ ...askLinks(), mtu: 1500 }), what: "links" };
    const asked = within(() => dumpLater([question], { begin: () => {}, message: () => {} }));
    await expect(asked).rejects.toThrow("the kernel refuses to tell its links: Invalid argument");
  });
});
