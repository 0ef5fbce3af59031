/** The checks of `ors promise`, by name. */
import { resolve } from "node:path";
import { type Invocation, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { accept, givenPlan, givenSite, givenStateFolder, requiredOption } from "../input/input.ts";
import { holds, type Verdict } from "../promise/verdict.ts";
import { readStamp } from "../slapos/partition/stamp.ts";

type Check = (terminal: Terminal, invocation: Invocation) => Promise<Verdict>;

/** @param name one of {@link promiseNames} */
export function checkPromise(name: string, terminal: Terminal, invocation: Invocation): Promise<Verdict> {
  const check = checks[name];
  if (check === undefined) throw new TypeError(`there is no promise ${name}`);
  return check(terminal, invocation);
}

const checks: Readonly<Record<string, Check>> = {
  config: async (terminal, invocation) => {
    const folder = requiredOption(invocation, "output");
    const stamp = readStamp(resolve(folder, ".."));
    if (stamp !== undefined) return holds(`${Object.keys(stamp.files).length} files are as they were made`);
    const [{ checkConfig }, { renderInstance }] = await Promise.all([
      import("../promise/config.ts"),
      import("../render/render-instance.ts"),
    ]);
    const state = textOption(invocation, "state") ?? resolve(folder, "..", "var");
    // what is only noticed is said when the files are made
    const { site, split } = await givenSite({ ...terminal, complain: () => {} }, invocation);
    return checkConfig(accept(renderInstance(site, split.plan, { state })).value, folder);
  },
  taps: async (terminal, invocation) => {
    const [{ checkTaps }, { readTakenDown }] = await Promise.all([
      import("../promise/taps.ts"),
      import("../state/taken-down.ts"),
    ]);
    const given = await givenPlan({ ...terminal, complain: () => {} }, invocation);
    return checkTaps(given.plan, readTakenDown(givenStateFolder(invocation)));
  },
  capability: async (_terminal, invocation) => {
    const [{ checkCapability }, { trampolinePath }] = await Promise.all([
      import("../promise/capability.ts"),
      import("../tap/trampoline/trampoline-path.ts"),
    ]);
    return checkCapability(textOption(invocation, "trampoline") ?? trampolinePath());
  },
  dnsmasq: async (_terminal, invocation) => {
    const { checkDnsmasq } = await import("../promise/dnsmasq.ts");
    const uid = process.getuid?.() ?? 0;
    const config = requiredOption(invocation, "config");
    return checkDnsmasq({ config, uid: uid === 0 ? null : uid, sockets: "/proc/net/udp6" });
  },
  watch: async (_terminal, invocation) => {
    const { checkWatch } = await import("../promise/watch.ts");
    return checkWatch(givenStateFolder(invocation));
  },
};
