/** Whether this node can give a plan its subtaps. */
import { formatIpv6Network } from "../../net/ipv6-network.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Refusal } from "../change.ts";
import { difference } from "../difference.ts";
import { setcapCommand, setcapTool } from "../trampoline/trampoline-outcome.ts";
import { subtapsOf } from "../wanted-tap.ts";
import { type HostFacts, readHostFacts } from "./host-facts.ts";
import { userName } from "./user-name.ts";

export type Finding = {
  readonly check:
    | "subtaps"
    | "tun-device"
    | "trampoline"
    | "capability"
    | "setcap"
    | "slaptap"
    | "owner"
    | "plan";
  readonly good: boolean;
  readonly what: string;
  /** What mends it, where it is not good. */
  readonly expected?: string;
};

/**
 * One finding a matter; where the plan wants no subtap, one that says that nothing is needed. Changes nothing and
 * needs no privilege.
 *
 * @param options `trampoline`: path of it, by default that of this package
 */
export function checkHost(
  plan: TapPlan,
  options: { readonly trampoline?: string | undefined } = {},
): Finding[] {
  return subtapsOf(plan).length === 0 ? nothingNeeded : judgeHost(plan, readHostFacts(options.trampoline));
}

/** The same from facts. */
export function judgeHost(plan: TapPlan, facts: HostFacts): Finding[] {
  const count = subtapsOf(plan).length;
  if (count === 0) return nothingNeeded;
  return [
    good("subtaps", `${count} subtaps of ${plan.slaptap} are needed`),
    tunDevice(facts),
    trampoline(facts),
    capability(facts),
    setcap(facts),
    ...slaptap(plan, facts),
  ];
}

const nothingNeeded = [good("subtaps", "no subtap is needed: the node needs nothing for them")];

function tunDevice({ tunDevice: access }: HostFacts): Finding {
  if (access === "usable") return good("tun-device", "/dev/net/tun is there for everybody");
  if (access === "missing") return wrong("tun-device", "there is no /dev/net/tun", "`modprobe tun`");
  return wrong("tun-device", "/dev/net/tun may not be opened", "`chmod 0666 /dev/net/tun`");
}

function trampoline({ trampoline: { path, access } }: HostFacts): Finding {
  if (access === "usable") return good("trampoline", `${path} is there`);
  if (access === "missing") return wrong("trampoline", `there is no ${path}`, "`npm run build`");
  return wrong("trampoline", `${path} may not be executed`, `\`chmod 0755 ${path}\``);
}

function capability({ trampoline: { path, capability: has }, ...facts }: HostFacts): Finding {
  if (!has) return wrong("capability", `${path} lacks CAP_NET_ADMIN`, `\`${setcapCommand(path)}\``);
  if (facts.noNewPrivileges) {
    const expected = "a service without NoNewPrivileges";
    return wrong("capability", "file capabilities have no effect here: no_new_privs is set", expected);
  }
  if (!facts.inBoundingSet) {
    const expected = "a container with `--cap-add NET_ADMIN`";
    return wrong("capability", "CAP_NET_ADMIN is outside of the bounding set here", expected);
  }
  return good("capability", `${path} has CAP_NET_ADMIN`);
}

function setcap({ setcap: there, trampoline: { capability: has } }: HostFacts): Finding {
  if (there) return good("setcap", `${setcapTool} is there`);
  const expected = "an administrator's tool that gives file capabilities, allowed in sudoers";
  if (!has) return wrong("setcap", `there is no ${setcapTool}`, expected);
  return good("setcap", `there is no ${setcapTool}: a new build of the trampoline will have no capability`);
}

/** The slaptap, its owner, and whether its range and what is named like its subtaps let the plan be. */
function slaptap(plan: TapPlan, { state }: HostFacts): Finding[] {
  const { refusals } = difference(plan, new Set(), state);
  const name = plan.slaptap ?? "";
  const findings = refusals.map(refused(name));
  const owner = state.links.find((link) => link.name === name)?.tun?.owner;
  if (owner !== undefined && owner !== null) findings.unshift(ownerFinding(name, owner, state.user));
  if (refusals.length === 0)
    findings.push(
      good("plan", `${name} has the range ${plan.range === null ? "" : formatIpv6Network(plan.range)}`),
    );
  return findings;
}

function refused(slaptapName: string): (refusal: Refusal) => Finding {
  return ({ name, what, right }) => ({
    check: name === slaptapName ? "slaptap" : "plan",
    good: false,
    what,
    ...(right === null ? {} : { expected: right }),
  });
}

/** Whoever looks may be another than the one who will apply. */
function ownerFinding(name: string, owner: number, user: number): Finding {
  const belongs = `${name} belongs to user ${userName(owner)}`;
  return good("owner", owner === user ? belongs : `${belongs}, who alone can run \`ors apply\``);
}

function good(check: Finding["check"], what: string): Finding {
  return { check, good: true, what };
}

function wrong(check: Finding["check"], what: string, expected: string): Finding {
  return { check, good: false, what, expected };
}
