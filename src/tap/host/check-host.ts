/** Whether this node can give a plan its subtaps. */
import { formatIpv6Network } from "../../net/ipv6-network.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Refusal } from "../change.ts";
import { compareWithKernel } from "../difference.ts";
import { getSubtaps } from "../wanted-tap.ts";
import { type HostFacts, readHostFacts } from "./host-facts.ts";
import { formatSetcapCommand, setcapScript } from "./setcap.ts";
import { findUserName } from "./user-name.ts";

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
  return getSubtaps(plan).length === 0
    ? nothingNeeded
    : checkHostFacts(plan, readHostFacts(options.trampoline));
}

/** The same from facts. */
export function checkHostFacts(plan: TapPlan, facts: HostFacts): Finding[] {
  const count = getSubtaps(plan).length;
  if (count === 0) return nothingNeeded;
  return [
    makeGood("subtaps", `${count} subtaps of ${plan.slaptap} are needed`),
    checkTunDevice(facts),
    checkTrampoline(facts),
    checkCapability(facts),
    checkSetcap(facts),
    ...checkSlaptap(plan, facts),
  ];
}

const nothingNeeded = [makeGood("subtaps", "no subtap is needed: the node needs nothing for them")];

function checkTunDevice({ tunDevice: access }: HostFacts): Finding {
  if (access === "usable") return makeGood("tun-device", "/dev/net/tun is there for everybody");
  if (access === "missing") return makeWrong("tun-device", "there is no /dev/net/tun", "`modprobe tun`");
  return makeWrong("tun-device", "/dev/net/tun may not be opened", "`chmod 0666 /dev/net/tun`");
}

function checkTrampoline({ trampoline: { path, access } }: HostFacts): Finding {
  if (access === "usable") return makeGood("trampoline", `${path} is there`);
  if (access === "missing") return makeWrong("trampoline", `there is no ${path}`, "`npm run build`");
  return makeWrong("trampoline", `${path} may not be executed`, `\`chmod 0755 ${path}\``);
}

function checkCapability({ trampoline: { path, capability: has }, ...facts }: HostFacts): Finding {
  if (!has) {
    const expected = formatSetcapCommand(path, "cap_net_admin+ep", facts.setcap);
    return makeWrong("capability", `${path} lacks CAP_NET_ADMIN`, expected);
  }
  if (facts.noNewPrivileges) {
    const expected = "a service without NoNewPrivileges";
    return makeWrong("capability", "file capabilities have no effect here: no_new_privs is set", expected);
  }
  if (!facts.inBoundingSet) {
    const expected = "a container with `--cap-add NET_ADMIN`";
    return makeWrong("capability", "CAP_NET_ADMIN is outside of the bounding set here", expected);
  }
  return makeGood("capability", `${path} has CAP_NET_ADMIN`);
}

/** Without the script everything works too, until the trampoline is built anew. */
function checkSetcap({ setcap: there }: HostFacts): Finding {
  if (there) return makeGood("setcap", `${setcapScript} is there`);
  return makeGood("setcap", `there is no ${setcapScript}: setcap(8) gives a new trampoline its capability`);
}

/** The slaptap, its owner, and whether its range and what is named like its subtaps let the plan be. */
function checkSlaptap(plan: TapPlan, { state }: HostFacts): Finding[] {
  const { refusals } = compareWithKernel(plan, new Set(), state);
  const name = plan.slaptap ?? "";
  const findings = refusals.map(makeRefusedFinding(name));
  const owner = state.links.find((link) => link.name === name)?.tun?.owner;
  if (owner !== undefined && owner !== null) findings.unshift(makeOwnerFinding(name, owner, state.user));
  if (refusals.length === 0)
    findings.push(
      makeGood("plan", `${name} has the range ${plan.range === null ? "" : formatIpv6Network(plan.range)}`),
    );
  return findings;
}

function makeRefusedFinding(slaptapName: string): (refusal: Refusal) => Finding {
  return ({ name, what, expected }) => ({
    check: name === slaptapName ? "slaptap" : "plan",
    good: false,
    what,
    ...(expected === null ? {} : { expected: expected }),
  });
}

/** Whoever looks may be another than the one who will apply. */
function makeOwnerFinding(name: string, owner: number, user: number): Finding {
  const belongs = `${name} belongs to user ${findUserName(owner)}`;
  return makeGood("owner", owner === user ? belongs : `${belongs}, and only that user can run \`ors apply\``);
}

function makeGood(check: Finding["check"], what: string): Finding {
  return { check, good: true, what };
}

function makeWrong(check: Finding["check"], what: string, expected: string): Finding {
  return { check, good: false, what, expected };
}
