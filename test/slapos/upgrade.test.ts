/** A partition of release 0.1.0, with a subtap taken down by an operator, upgraded to this one. */
import { expect, test } from "vitest";
import { cli } from "../commands/ors.ts";
import { laySlaptap } from "../support/netns-slaptap.ts";
import { useNamespace } from "../support/stage.ts";
import {
  amarisoft,
  layPartition,
  listFiles,
  partition,
  readRecordedParameters,
  readRunning,
  release,
  startServices,
} from "./recorded-partition.ts";

const namespace = useNamespace();

const slaptap0 = {
  name: "slaptap0",
  user: 0,
  range: "2001:db8:46:8001::/71",
  gateway: "2001:db8:46:8001::1",
  addr: "2001:db8:46:8001:1ff:ffff:ffff:ffff",
};

test("an upgrade from 0.1.0 ends our own services alone, keeps the mark, and leaves no file behind", async () => {
  namespace.sh(
    "ip link add lan0 type bridge; ip addr add 192.0.2.1/24 dev lan0; ip link set lan0 up; " +
      "sysctl -q net.ipv6.conf.default.accept_dad=0",
  );
  laySlaptap(namespace, slaptap0);
  layPartition(namespace, "0.1.0");
  await startServices(namespace);
  runOrs("apply", "--plan", `${partition}/etc/plan.json`);
  const before = { links: listLinks(), running: readRunning(namespace) };
  expect(before.links.map(({ name }) => name)).toEqual(["slaptap0-1", "slaptap0-2", "slaptap0-3"]);
  expect(before.links.map(({ isUp }) => isUp)).toEqual([true, false, true]);
  expect([...before.running.keys()].sort()).toEqual(["dnsmasq", "enb", "stats-log", "watch"]);

  const answer = JSON.parse(runPartition());

  expect([...answer.ended].sort()).toEqual(["stats-log", "watch"]);
  expect(answer.subtaps).toEqual([]);
  expect(listLinks()).toEqual(before.links);
  const kept = new Map([...before.running].filter(([name]) => ["enb", "dnsmasq"].includes(name)));
  expect(readRunning(namespace)).toEqual(kept);
  expect(runOrs("status", "--plan", `${partition}/etc/plan.json`)).toMatch(/slaptap0-2\s+taken down/);
  const notOurs = listFiles(namespace).filter((path) => !answer.files.includes(path));
  expect(notOurs).toEqual([
    ".ors-files.json",
    ".ors/stamp.json",
    "var/applied-plan.json",
    ...["dnsmasq.started", "enb.started", "promises.wanted", "stats-log.started", "watch.started"].map(
      (name) => `var/run/${name}`,
    ),
    "var/taken-down/slaptap0-2",
    "var/watch.json",
  ]);
  expect(JSON.parse(runPartition())).toMatchObject({ changes: [], subtaps: [], ended: [] });
});

function runPartition(): string {
  const words = ["--partition", partition, "--ors", `${release}/bin/ors`, "--amarisoft", amarisoft];
  words.push("--dnsmasq", `${release}/bin/dnsmasq`, "--python-path", `${release}/parts/ors-recipe`);
  return runOrs("partition", "--instance", "-", ...words);
}

function runOrs(...words: string[]): string {
  const input = readRecordedParameters("0.1.0");
  const { status, stdout, stderr } = namespace.run([process.execPath, cli, ...words], { input });
  expect(status, stderr).toBe(0);
  return stdout;
}

/** The subtaps, with their indices: one that was made anew has another. */
function listLinks() {
  return namespace
    .ip("link", "show", "type", "tun")
    .map(({ ifname, ifindex, flags }) => ({
      name: ifname,
      index: ifindex,
      isUp: (flags as string[]).includes("UP"),
    }))
    .filter(({ name }) => name !== "slaptap0");
}
