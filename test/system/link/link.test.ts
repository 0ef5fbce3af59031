/** `ors link`: the cable between a subtap and a namespace, with the kernel's own counters as the witness. */
import type { ChildProcess } from "node:child_process";
import { describe, expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { type Namespace, type Outcome, openNamespace, outcomeOf } from "../../support/netns.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";

const mac = "00:0a:45:00:00:01";
const host = "fd00:16::2";
const radio = "fd00:16::1";
const place = useStage(openLinkPlace, {
  programs: ["iperf3", "ping", "tcpdump"],
  before: ({ sh }) => {
    sh(`ip netns add ru
      ip tuntap add dev slaptap16-1 mode tap
      ip link set dev slaptap16-1 up
      ip address add ${host}/64 dev slaptap16-1 nodad`);
  },
  after: ({ sh }) => {
    sh("ip netns delete ru || true; ip link delete slaptap16-1 || true");
  },
});

async function openLinkPlace(): Promise<Namespace> {
  const namespace = await openNamespace();
  namespace.sh("mount -t tmpfs tmpfs /run && mkdir /run/netns");
  return namespace;
}

const inRadio = (command: string) => place.sh(`ip netns exec ru ${command}`);

type Link = { readonly child: ChildProcess; readonly done: Promise<Outcome>; readonly said: () => string };

async function startLink(...options: string[]): Promise<Link> {
  const words = ["link", "--tap", "slaptap16-1", "--netns", "ru", "--mac", mac, ...options];
  const child = place.start([process.execPath, cli, ...words]);
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const done = outcomeOf(child);
  await Promise.race([new Promise((resolve) => child.stdout?.once("data", resolve)), done]);
  inRadio(`ip address add ${radio}/64 dev ru0 nodad`);
  return { child, done, said: () => text };
}

async function endLink({ child, done }: Link): Promise<Outcome> {
  child.kill("SIGTERM");
  return await done;
}

/** The counters of the last two lines that a link printed, by direction. */
function countersOf(text: string): { toRadio: Counters; toHost: Counters } {
  const pattern =
    /→ (\S+): (\d+) frames, (\d+) carried \((\d+) bytes\), (\d+) no room, (\d+) refused, (\d+) lost/g;
  const found = new Map(
    [...text.matchAll(pattern)].map(([, to = "", ...numbers]) => {
      const [frames = 0, carried = 0, bytes = 0, noRoom = 0, refused = 0, lost = 0] = numbers.map(Number);
      return [to, { frames, carried, bytes, noRoom, refused, lost }];
    }),
  );
  const [toRadio, toHost] = [found.get("ru0"), found.get("slaptap16-1")];
  if (toRadio === undefined || toHost === undefined) throw new Error(`no counters in: ${text}`);
  return { toRadio, toHost };
}
type Counters = Record<"frames" | "carried" | "bytes" | "noRoom" | "refused" | "lost", number>;

function statistics() {
  const [link] = place.ip("-statistics", "link", "show", "dev", "slaptap16-1") as [
    { stats64: Record<"rx" | "tx", Record<"packets" | "bytes" | "dropped", number>> },
  ];
  return link.stats64;
}

/** Sends random bytes out of the namespace and compares what came: TCP's own checksum is a weak witness. */
async function sendFile(): Promise<void> {
  const [sent, received] = [`${place.folder}/sent`, `${place.folder}/received`];
  place.sh(`head -c 20000000 /dev/urandom > ${sent}`);
  const takes = `require("net").createServer((socket) => socket.pipe(require("fs").createWriteStream("${received}"))
    .on("close", () => process.exit())).listen(7000, "${host}", () => console.log("listening"))`;
  const server = place.start([process.execPath, "-e", takes]);
  const done = outcomeOf(server);
  await new Promise((resolve) => server.stdout?.once("data", resolve));
  const gives = `require("fs").createReadStream("${sent}").pipe(require("net").connect(7000, "${host}"))`;
  inRadio(`${process.execPath} -e '${gives}'`);
  await done;
  place.sh(`cmp ${sent} ${received}`);
}

const ping = (count: number) => place.run(["ping", "-6", "-c", `${count}`, "-i", "0.02", "-W", "2", radio]);

describe("ors link", () => {
  test("lays a TAP with the Radio Unit's MAC address and the subtap's MTU", async () => {
    place.sh("ip link set dev slaptap16-1 mtu 1400");
    const link = await startLink();
    const [end] = JSON.parse(inRadio("ip -json link show dev ru0"));
    expect(end).toMatchObject({ address: mac, mtu: 1400 });
    expect(link.said()).toMatch(/^slaptap16-1 ↔ ru\/ru0: frames move by (io_uring|read and write)/);
    expect(ping(1).status).toBe(0);
    expect((await endLink(link)).status).toBe(0);
    expect(() => inRadio("ip link show dev ru0")).toThrow(/does not exist/);
  });

  test("carries TCP both ways without a wrong byte, and accounts for every frame as the kernel does", async () => {
    const link = await startLink();
    for (const direction of [[], ["-R"]]) {
      const server = place.start(["iperf3", "-s", "-1", "--forceflush"]);
      await new Promise((resolve) => server.stdout?.once("data", resolve));
      inRadio(`iperf3 -c ${host} -n 50M ${direction.join(" ")}`);
      await outcomeOf(server);
    }
    await sendFile();
    const outcome = await endLink(link);
    const { toRadio, toHost } = countersOf(outcome.stdout);
    const { rx, tx } = statistics();
    expect(toHost.bytes).toBeGreaterThan(50e6);
    expect(toRadio.bytes).toBeGreaterThan(50e6);
    expect([rx.packets, rx.bytes]).toEqual([toHost.carried, toHost.bytes]);
    expect([tx.packets, tx.bytes]).toEqual([toRadio.frames, toRadio.bytes]);
    for (const { frames, carried, noRoom, refused, lost } of [toRadio, toHost]) {
      expect(frames).toBe(carried + noRoom + refused + lost);
    }
  });

  test("finds a namespace by its file as well", async () => {
    const link = await startLink("--netns", "/run/netns/ru", "--interface", "ru0");
    expect(link.said()).toContain("slaptap16-1 ↔ /run/netns/ru/ru0");
    expect(ping(1).status).toBe(0);
    place.sh("ip netns delete ru");
    expect(await link.done).toMatchObject({ status: 4 });
  });

  test("loses as many frames as it shall", async () => {
    const link = await startLink("--loss", "100%");
    expect(ping(3).status).toBe(1);
    const { toRadio } = countersOf((await endLink(link)).stdout);
    expect(toRadio.carried).toBe(0);
    expect(toRadio.lost).toBeGreaterThanOrEqual(3);
  });

  test("delays each frame", async () => {
    const link = await startLink("--delay", "50ms");
    const { stdout } = ping(3);
    expect(Number(/min\/avg\/max\/mdev = ([\d.]+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(100);
    await endLink(link);
  });

  test("records what Wireshark reads", async () => {
    const file = `${place.folder}/link.pcap`;
    const link = await startLink("--pcap", file);
    ping(3);
    const { toRadio, toHost } = countersOf((await endLink(link)).stdout);
    const read = place.run(["tcpdump", "-n", "-r", file]);
    expect(read.status).toBe(0);
    const lines = read.stdout.trim().split("\n");
    expect(lines).toHaveLength(toRadio.frames + toHost.frames);
    expect(lines.filter((line) => line.includes("echo request"))).toHaveLength(3);
    expect(lines.filter((line) => line.includes("echo reply"))).toHaveLength(3);
  });

  test("prints its counters when it is asked to by SIGUSR1", async () => {
    const link = await startLink();
    ping(2);
    link.child.kill("SIGUSR1");
    const isWhole = () => (link.said().match(/ frames, .* lost\n/g)?.length ?? 0) === 2;
    await until(isWhole, "a line of counters for each direction");
    expect(countersOf(link.said()).toRadio.carried).toBeGreaterThanOrEqual(2);
    await endLink(link);
  });
});

describe("ors link, when something goes", () => {
  test("a subtap that is set down costs the frames of that time, and is carried again when it is up", async () => {
    const link = await startLink();
    place.sh("ip link set dev slaptap16-1 down");
    place.run(["ip", "netns", "exec", "ru", "ping", "-6", "-c", "2", "-i", "0.02", "-W", "1", host]);
    place.sh(`ip link set dev slaptap16-1 up; ip address add ${host}/64 dev slaptap16-1 nodad`);
    expect(ping(2).status).toBe(0);
    const { toHost } = countersOf((await endLink(link)).stdout);
    expect(toHost.refused).toBeGreaterThan(0);
    expect(toHost.frames).toBe(toHost.carried + toHost.refused);
  });

  test("a subtap that is deleted ends it with its name", async () => {
    const link = await startLink();
    place.sh("ip link delete dev slaptap16-1");
    expect(await link.done).toMatchObject({
      status: 4,
      stderr: "ors: link ended: slaptap16-1 was deleted\n",
    });
  });

  test("the Radio Unit's end deleted ends it too", async () => {
    const link = await startLink();
    inRadio("ip link delete dev ru0");
    expect(await link.done).toMatchObject({ status: 4, stderr: "ors: link ended: ru0 was deleted\n" });
  });

  test("so does the namespace", async () => {
    const link = await startLink();
    place.sh("ip netns delete ru");
    const { status, stderr } = await link.done;
    expect([status, stderr]).toEqual([4, "ors: link ended: network namespace ru was deleted\n"]);
  });

  test("SIGTERM in the middle of a flood ends it well, with every frame accounted for", async () => {
    const link = await startLink();
    const server = place.start(["iperf3", "-s", "-1", "--forceflush"]);
    await new Promise((resolve) => server.stdout?.once("data", resolve));
    const client = place.start([
      "ip",
      "netns",
      "exec",
      "ru",
      "iperf3",
      "-u",
      "-b",
      "0",
      "-c",
      host,
      "-t",
      "20",
    ]);
    await until(() => statistics().rx.packets >= 5000, "5000 packets came");
    const outcome = await endLink(link);
    client.kill("SIGKILL");
    server.kill("SIGKILL");
    expect([outcome.status, outcome.stderr]).toEqual([0, ""]);
    const { toHost } = countersOf(outcome.stdout);
    expect(toHost.frames).toBe(toHost.carried + toHost.noRoom + toHost.refused + toHost.lost);
    expect(statistics().rx.packets).toBe(toHost.carried);
  });
});

describe("ors link says what is wrong before it carries anything", () => {
  const link = (...words: string[]) => place.run([process.execPath, cli, "link", ...words]);
  const good = ["--tap", "slaptap16-1", "--netns", "ru", "--mac", mac];
  const without = (option: string) =>
    good.filter((_, index) => index !== good.indexOf(option) && index !== good.indexOf(option) + 1);

  test("all that is missing or malformed at once: exit 2", () => {
    const { status, stderr } = link("--mac", "01:00:00:00:00:01", "--loss", "101%", "--delay", "x");
    expect(status).toBe(2);
    for (const part of ["--tap", "--netns", '--mac: "01:00:00:00:00:01"', "--loss: 101%", '--delay: "x"']) {
      expect(stderr).toContain(part);
    }
  });

  test("no such subtap, namespace or folder of the capture: exit 4, and no TAP is left", () => {
    expect(link(...without("--tap"), "--tap", "nothing")).toMatchObject({ status: 4 });
    const namespace = link(...without("--netns"), "--netns", "nowhere");
    expect(namespace.status).toBe(4);
    expect(namespace.stderr).toContain("network namespace nowhere: there is no /run/netns/nowhere");
    expect(link(...good, "--pcap", "/nowhere/x.pcap").stderr).toContain("/nowhere/x.pcap");
    expect(() => inRadio("ip link show dev ru0")).toThrow(/does not exist/);
  });

  test("a subtap that another program has open: exit 4", async () => {
    const running = await startLink();
    expect(link(...good).stderr).toBe("ors: slaptap16-1: another program has it open (TUNSETIFF: EBUSY)\n");
    await endLink(running);
  });

  test("a user who may not: exit 3", () => {
    const { status, stderr } = place.run([process.execPath, cli, "link", ...good], { user: 65532 });
    expect(status).toBe(3);
    expect(stderr).toBe("ors: network namespaces need CAP_SYS_ADMIN (setns: Operation not permitted)\n");
  });
});
