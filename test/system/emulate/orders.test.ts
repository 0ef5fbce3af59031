/** `ors emulated`: orders to Radio Units of a running `ors emulate`, and what `ors radio` says of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../../commands/ors.ts";
import { clearLinks } from "../../support/netns.ts";
import { useNamespace } from "../../support/stage.ts";

const timeout = 300_000;
const place = useNamespace({
  programs: ["dnsmasq", "dhclient", "ndisc6", "ping", "setpriv"],
  before: (namespace) => clearLinks(namespace),
});

const ors = (...words: string[]) => place.run([process.execPath, cli, ...words], { timeout });
const inside = (name: string) => join(place.folder, name);
const state = () => ["--state", inside("var")];

/** A slaptap, two subtaps and their files. */
function prepare(): void {
  const instance = ors("new", "--ru-count", "2", "--slaptap", "slaptap9", "--range", "fd00:9::/71").stdout;
  writeFileSync(join(place.folderOutside, "site.yaml"), instance);
  place.sh(`ip tuntap add dev slaptap9 mode tap user 0
    ip link set slaptap9 up
    ip address add fd00:9::1ff:ffff:ffff:ffff/71 dev slaptap9 noprefixroute nodad
    ip route add fd00:9::1/128 dev slaptap9
    ip route add fd00:9::/71 via fd00:9::1 dev slaptap9`);
  for (const words of [["apply"], ["render", "--output", inside("etc")]]) {
    const done = ors(...words, "--instance", inside("site.yaml"));
    if (done.status !== 0) throw new Error(done.stderr);
  }
}

test("a Radio Unit does what it is ordered while it runs, and `ors radio` sees it", { timeout }, async () => {
  prepare();
  const emulate = ["emulate", "--instance", inside("site.yaml"), "--dnsmasq", inside("etc/dnsmasq.cfg")];
  place.start([process.execPath, cli, ...emulate, "--boot", "1", ...state()]);
  place.start([process.execPath, cli, "radio", "run", "--plan", inside("etc/plan.json"), ...state()]);
  const waitForList = (says: RegExp, status: number) =>
    expect
      .poll(() => ors("radio", "list", ...state()), { interval: 300 })
      .toMatchObject({ stdout: expect.stringMatching(says), status });
  await waitForList(/"RU01"\s+in service.*"RU02"\s+in service/s, 0);

  expect(ors("emulated", "RU01", "raise", "9", "Antport1", "MAJOR", "VSWR", ...state())).toMatchObject({
    stdout: '"RU01": alarm 9 of Antport1 is on\n',
    status: 0,
  });
  await waitForList(/"RU01"\s+in service.*1 alarm is on/, 1);
  ors("emulated", "RU01", "clear", "9", "Antport1", ...state());
  await waitForList(/"RU01"\s+in service/, 0);

  ors("emulated", "RU02", "fault", "wrong-password", ...state());
  ors("emulated", "RU02", "restart", ...state());
  await waitForList(/"RU02"\s+absent.*user or password was refused/, 1);
  const password = JSON.parse(readFileSync(join(place.folderOutside, "etc/RU02-management.json"), "utf8"));
  expect(ors("radio", "list", ...state()).stdout).not.toContain(password.password);

  const unknown = ors("emulated", "RU03", "unplug", ...state());
  expect(unknown).toMatchObject({ status: 2, stderr: expect.stringContaining('"RU01", "RU02"') });
});
