/** A password that is given as a parameter: where it lies in a partition whose Radio Units are managed, and where not. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { amarisoft, partition, readRecordedParameters, release } from "../../slapos/recorded-partition.ts";
import { laySlaptap } from "../../support/netns-slaptap.ts";
import { useNamespace } from "../../support/stage.ts";
import { until } from "../../support/until.ts";

const timeout = 300_000;
const password = "a-password-of-nobody-else";
const namespace = useNamespace({ programs: ["dnsmasq", "dhclient", "ndisc6", "ping", "setpriv"] });

const slaptap0 = {
  name: "slaptap0",
  user: 0,
  range: "2001:db8:46:8001::/71",
  gateway: "2001:db8:46:8001::1",
  addr: "2001:db8:46:8001:1ff:ffff:ffff:ffff",
};

/** The parameters of a recorded partition, with that password for each Lopcomm Radio Unit. */
function readParameters(): string {
  const parameters = JSON.parse(readRecordedParameters("0.1.0"));
  const shared: { _: string }[] = parameters["slave-instance-list"];
  const changed = shared.map((one) => {
    const own = JSON.parse(one._);
    return own.ru_type === "lopcomm"
      ? { ...one, _: JSON.stringify({ ...own, netconf_password: password }) }
      : one;
  });
  return JSON.stringify({ ...parameters, "slave-instance-list": changed });
}

function run(words: readonly string[], input = ""): string {
  const { status, stdout, stderr } = namespace.run([process.execPath, cli, ...words], { input, timeout });
  expect(status, stderr).toBe(0);
  return stdout + stderr;
}

/** A command that goes on, and all that it has said. */
function start(words: readonly string[]) {
  const child = namespace.start([process.execPath, cli, ...words]);
  const started = { pid: child.pid ?? 0, said: "" };
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      started.said += chunk;
    });
  return started;
}

test("a given password lies in the parameters and in the daemon's own file, both 0600, and nowhere else", {
  timeout,
}, async () => {
  namespace.sh(`mount -t tmpfs tmpfs /srv && mkdir -p ${partition}/var/log ${partition}/var/run ${release}/bin
    ip link add lan0 type bridge; ip addr add 192.0.2.1/24 dev lan0; ip link set lan0 up
    sysctl -q net.ipv6.conf.default.accept_dad=0`);
  laySlaptap(namespace, slaptap0);
  const places = ["--partition", partition, "--ors", `${release}/bin/ors`, "--amarisoft", amarisoft];
  const published = run(["partition", "--instance", "-", ...places], readParameters());
  const instance = `${partition}/etc/instance.json`;
  const applied = run(["apply", "--plan", `${partition}/etc/plan.json`]);
  const words = ["--dnsmasq", `${partition}/etc/dnsmasq.cfg`, "--state", `${partition}/var`];
  const emulate = start(["emulate", "--instance", instance, ...words]);
  const state = ["--state", `${partition}/var`];
  const daemon = start([
    "radio",
    "run",
    "--plan",
    `${partition}/etc/plan.json`,
    "--metrics",
    `${partition}/var/radio.prom`,
    ...state,
  ]);
  await until(
    () => daemon.said.includes("in service"),
    "a Radio Unit in service",
    () => emulate.said + daemon.said,
  );
  const ru = /(\S+): in service/.exec(daemon.said)?.[1] ?? "";
  const said = ["list", "show", "alarms", "configure"].map((noun) => {
    const given = noun === "show" || noun === "configure" ? [ru] : [];
    return namespace.run([process.execPath, cli, "radio", noun, ...given, "--json", ...state]).stdout;
  });
  const ofProcess = ["cmdline", "environ"].map((file) =>
    readFileSync(`/proc/${daemon.pid}/${file}`, "latin1"),
  );
  expect([published, applied, emulate.said, daemon.said, ...said, ...ofProcess].join("\n")).not.toContain(
    password,
  );

  const found = namespace.sh(`grep -rl -- ${password} /srv || true`).trim().split("\n").sort();
  expect(found).toContain(instance);
  expect(found).toContain(`${partition}/etc/${ru}-management.json`);
  expect(found.filter((file) => !/\/etc\/(instance|[^/]+-management)\.json$/.test(file))).toEqual([]);
  expect(
    namespace
      .sh(`stat -c %a ${found.join(" ")}`)
      .trim()
      .split("\n"),
  ).toEqual(found.map(() => "600"));
});
