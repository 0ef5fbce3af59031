/** What a node offers, read from a real one: a namespace with a real file capability. */
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { checkHost } from "../../../src/tap/host/check-host.ts";
import { type HostFacts, readHostFacts } from "../../../src/tap/host/host-facts.ts";
import { clearLinks } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { useNamespace } from "../../support/stage.ts";
import { examplePlan } from "../../tap/fitting-state.ts";

const netcapdo = join(import.meta.dirname, "../../../trampoline/netcapdo");
const namespace = useNamespace({
  obstacle: () => (existsSync(netcapdo) ? null : "trampoline/netcapdo is not built"),
  before: (fresh) => {
    clearLinks(fresh);
    laySlaptap(fresh, slaptap16);
    copy = join(fresh.folderOutside, "netcapdo");
    copyFileSync(netcapdo, copy);
  },
});
let copy = "";

const inside = <T>(run: () => T): T => runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, run);
const facts = (): HostFacts => inside(() => readHostFacts(copy));

test("a file capability is seen when it is given, and when a new build took it away", () => {
  expect(facts().trampoline).toEqual({ path: copy, access: "usable", capability: false });
  for (const given of ["cap_net_admin+ep", "cap_net_admin+p", "cap_net_admin,cap_net_raw=ep"]) {
    namespace.sh(`setcap ${given} ${namespace.folder}/netcapdo`);
    expect(facts().trampoline.capability).toBe(true);
  }
  namespace.sh(`setcap cap_net_raw+ep ${namespace.folder}/netcapdo`);
  expect(facts().trampoline.capability).toBe(false);
});

test("a trampoline that is missing, or that others may not execute, are two findings", () => {
  expect(inside(() => readHostFacts(`${copy}-none`)).trampoline.access).toBe("missing");
  namespace.sh(`chmod 0750 ${namespace.folder}/netcapdo`);
  expect(facts().trampoline.access).toBe("forbidden");
});

test("the findings of a real node name its slaptap, the owner and the range", () => {
  namespace.sh(`setcap cap_net_admin+ep ${namespace.folder}/netcapdo`);
  const plan = examplePlan();
  const good = (check: string) =>
    inside(() => checkHost(plan, { trampoline: copy })).find((finding) => finding.check === check);
  expect(good("capability")?.good).toBe(true);
  expect(good("owner")?.what).toMatch(/^slaptap16 belongs to user #65533/);
  expect(good("plan")).toEqual({
    check: "plan",
    good: true,
    what: "slaptap16 has the range 2401:5180:0:66:a200::/71",
  });
  namespace.sh("ip link set dev slaptap16 down");
  expect(good("slaptap")).toMatchObject({ good: false, what: "slaptap16 has no IPv6 range" });
});
