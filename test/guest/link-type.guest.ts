/**
 * A TAP's owner may give it another link type while it is down. On a kernel with CONFIG_IPV6_SIT a device of type 776
 * gets IPv6 addresses out of its hardware address (net/ipv6/addrconf.c, add_v4_addrs()), which the owner chooses, too.
 * Test machines that lack that option cannot show it: these run in the guest.
 */
import type { ChildProcess } from "node:child_process";
import { describe, expect, test } from "vitest";
import { clearLinks } from "../support/netns.ts";
import { installProgram } from "../support/netns-program.ts";
import { laySlaptap, slaptap16 } from "../support/netns-slaptap.ts";
import { requestText, splitOf, type WantedTap } from "../support/netns-trampoline.ts";
import { useStage } from "../support/stage.ts";
import { openStage, requestFor, type Stage } from "../system/trampoline/stage.ts";

const sit = 776;
/** Sit takes the first four bytes as an IPv4 address; all zero stands for every one that the host has. */
const chosen = "0a0b0c0d0e0f";
const hosts = "000000000e0f";

let changer: string;
const started: ChildProcess[] = [];
const stage = useStage(openWithChanger, {
  before: ({ namespace }) => {
    namespace.sh("ip addr add 192.0.2.1/24 dev lo");
    laySlaptap(namespace, slaptap16);
  },
  after: async ({ namespace }) => {
    await Promise.all(started.splice(0).map(end));
    namespace.sh("ip addr flush dev lo; ip addr add 127.0.0.1/8 dev lo");
    clearLinks(namespace);
  },
});

async function openWithChanger(): Promise<Stage> {
  const opened = await openStage();
  changer = installProgram(opened.namespace, `${import.meta.dirname}/link-type.c`);
  return opened;
}

function end(child: ChildProcess): Promise<unknown> {
  child.stdin?.end();
  return new Promise((resolve) => child.once("close", resolve));
}

/** Starts the owner's program; `changed` gives the names that it has changed so far. */
function startChanger(type: number, mac: string, names: readonly string[]): () => string[] {
  const child = stage.namespace.start([changer, `${type}`, mac, ...names], { user: slaptap16.user });
  started.push(child);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  return () => [...said.matchAll(/^changed (\S+)$/gm)].map(([, name = ""]) => name);
}

async function changeType(type: number, mac: string, name: string): Promise<void> {
  const changed = startChanger(type, mac, [name]);
  await expect.poll(changed).toEqual([name]);
}

/** Addresses and routes of ::/96, which only a device of type sit gives; the loopback's own ::1 aside. */
function givenByType(): string[] {
  return stage.namespace
    .sh("ip -6 -o addr show; ip -6 route show table all")
    .split("\n")
    .filter((line) => /(^| )::(\d+\.|[0-9a-f]{1,4}:[0-9a-f]{1,4}[/ ]|\/96)/.test(line));
}

function listLinks(): { name: string; type: unknown; up: boolean }[] {
  return stage.namespace.ip("link", "show").map((link) => ({
    name: `${link.ifname}`,
    type: link.link_type,
    up: (link.flags as string[]).includes("UP"),
  }));
}

function linkOf(wanted: string): { type: unknown; up: boolean } | undefined {
  const [link] = listLinks().filter(({ name }) => name === wanted);
  return link && { type: link.type, up: link.up };
}

const [tap] = splitOf(slaptap16, 1) as [WantedTap];
const wantedDown = requestText("slaptap16", [{ ...tap, down: true }]);
const wantedUp = requestFor(1);

describe("the link type of a TAP", () => {
  test("is its owner's to change while it is down, and gives the host addresses where nobody looks at it", async () => {
    stage.namespace.sh(`ip tuntap add dev other mode tap user ${slaptap16.user}`);
    await changeType(sit, chosen, "other");
    stage.namespace.sh("ip link set other up");
    await expect.poll(() => givenByType().join("\n")).toMatch(/::10\.11\.12\.13\/96/);
  });

  test.each([
    ["sit, with an address of the owner's choosing", sit, chosen],
    ["sit, with each of the host's own", sit, hosts],
    ["GRE", 778, chosen],
    ["6LoWPAN, whose private memory the kernel would take for its own", 825, chosen],
    ["none at all", 65534, chosen],
  ])("changed to %s: the subtap is refused and stays down", async (_, type, mac) => {
    expect(stage.ask(wantedDown)).toMatchObject({ status: 0, stderr: "" });
    await changeType(type, mac, tap.name);
    for (const request of [wantedUp, wantedDown, wantedUp]) {
      const outcome = stage.ask(request);
      expect(outcome).toMatchObject({ status: 4, stdout: "" });
      expect(outcome.stderr).toMatch(/slaptap16-1/);
    }
    expect(linkOf(tap.name)?.up).toBe(false);
    expect(givenByType()).toEqual([]);
  });

  test("of the slaptap itself must be Ethernet", async () => {
    stage.namespace.sh("ip link set slaptap16 down");
    await changeType(sit, chosen, "slaptap16");
    const outcome = stage.ask(requestFor(0));
    expect(outcome.stdout).toBe("");
    expect([3, 4]).toContain(outcome.status);
    expect(outcome.stderr).toMatch(/slaptap16/);
  });

  test("changed back, the subtap is like any other", async () => {
    expect(stage.ask(wantedDown).status).toBe(0);
    await changeType(sit, chosen, tap.name);
    await Promise.all(started.splice(0).map(end));
    await changeType(1, "020000000001", tap.name);
    expect(stage.ask(wantedUp)).toMatchObject({ status: 0, stderr: "" });
    expect(linkOf(tap.name)).toEqual({ type: "ether", up: true });
    expect(givenByType()).toEqual([]);
  });

  test("cannot be changed between making and setting up: in 4 races of 8 subtaps each, none is up with another", async () => {
    const names = splitOf(slaptap16, 8).map(({ name }) => name);
    for (let race = 0; race < 4; race++) {
      const changed = startChanger(sit, chosen, names);
      const { status } = stage.ask(requestFor(8));
      expect(givenByType(), `race ${race}`).toEqual([]);
      await Promise.all(started.splice(0).map(end));
      const up = listLinks().filter(({ name, up }) => up && names.includes(name));
      expect(
        up.filter(({ type }) => type !== "ether"),
        `race ${race}`,
      ).toEqual([]);
      if (status === 0) expect(changed(), `race ${race}`).toEqual([]);
      clearLinks(stage.namespace);
      laySlaptap(stage.namespace, slaptap16);
    }
  });
});
