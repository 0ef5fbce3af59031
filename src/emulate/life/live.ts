/**
 * The life of an emulated Radio Unit: from switching on to its NETCONF server, and anew when it restarts or its lease has
 * ended.
 */
import { setTimeout as wait } from "node:timers/promises";
import { getNamespacePath } from "../../libc/unshare.ts";
import { parseIpv6Address } from "../../net/parse-ipv6.ts";
import type { RunningNetconf } from "../netconf/create-netconf.ts";
import type { SimulatedRadioUnit } from "../netconf/simulated-radio-unit.ts";
import type { Obtaining } from "../obtain-address.ts";
import { radioInterface } from "../radio-unit.ts";
import { reachHost } from "../reach-host.ts";
import type { Living } from "./living.ts";
import { seekAddress } from "./seek-address.ts";

export type Life = {
  /** Settles when it has reached the host or given up for the first time, or is ended. */
  readonly start: () => Promise<void>;
  /** Its NETCONF server; undefined where its kind has none, and before its first address. */
  readonly getRadioUnit: () => SimulatedRadioUnit | undefined;
  /** It is without power for the time of a restart, then begins anew. */
  readonly restart: () => void;
  readonly end: () => Promise<void>;
};

export function createLife(one: Living): Life {
  const course = createCourse();
  const restart = () => breakOff(one, course, "restarts");
  let running = Promise.resolve();
  return {
    start: () =>
      new Promise((resolve) => {
        course.onReady = resolve;
        running = liveOn(one, course);
      }),
    getRadioUnit: () => course.netconf?.radioUnit,
    restart,
    end: async () => {
      breakOff(one, course, "end");
      await running;
    },
  };
}

/** What begins or ends a spell, the strongest last: of two that come at once it counts. */
const causes = ["start", "expired", "restarts", "end"] as const;
type Cause = (typeof causes)[number];

/** What runs of a Radio Unit now. */
type Course = {
  /** Why the present spell is over, or the first one begins. */
  next: Cause;
  over: AbortController;
  obtaining: Obtaining | null;
  netconf: RunningNetconf | null;
  onReady: () => void;
};

function createCourse(): Course {
  const over = new AbortController();
  return { next: "start", over, obtaining: null, netconf: null, onReady: () => {} };
}

/** The present spell is over. */
function breakOff({ place, shared }: Living, course: Course, cause: Exclude<Cause, "start">): void {
  if (cause !== "end" && course.next !== "end") shared.onChange(place.ru, cause);
  if (causes.indexOf(cause) > causes.indexOf(course.next)) course.next = cause;
  course.over.abort("ended");
}

/** One spell after the other, until its end. */
async function liveOn(one: Living, course: Course): Promise<void> {
  while (course.next !== "end") {
    const cause = course.next;
    course.next = "start";
    course.over = new AbortController();
    const { signal } = course.over;
    await liveSpell(one, course, cause).catch((error: Error) => giveUp(one, error.message));
    if (!signal.aborted) {
      course.onReady();
      if (cause !== "start") one.shared.onChange(one.place.ru, "settled");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    course.netconf?.stop();
    await course.obtaining?.end();
  }
  course.netconf?.close();
  course.onReady();
}

/** From switching on to a ping and a NETCONF server. */
async function liveSpell(one: Living, course: Course, cause: Cause): Promise<void> {
  const { place, shared, namespace, state, noteProblem } = one;
  const { signal } = course.over;
  one.resetState();
  if (cause === "restarts") await restart(one, signal);
  if (signal.aborted) return;
  const obtained = await seek(one, course);
  if (signal.aborted) return;
  if ("problem" in obtained) return giveUp(one, obtained.problem);
  Object.assign(state, { phase: "found", address: obtained.address, problem: null });
  const reached = await shared.runInTurn(() => reachHost(namespace, radioInterface, place.addr, signal));
  if (signal.aborted) return;
  if ("problem" in reached) noteProblem(reached.problem);
  else Object.assign(state, reached);
  await startNetconf(one, course, obtained.address);
}

async function restart({ state, shared, setPowered }: Living, signal: AbortSignal): Promise<void> {
  state.phase = "restarting";
  setPowered(false);
  await wait(shared.bootMs, null, { signal }).catch(() => {}); // it restarts again, or is ended
  setPowered(true);
}

function seek(one: Living, course: Course) {
  const { state } = one;
  state.phase = "searching";
  return seekAddress(one, {
    signal: course.over.signal,
    onStart: (obtaining) => {
      course.obtaining = obtaining;
    },
    onLate: (problem) => {
      state.problem = problem;
      course.onReady();
    },
    onExpiry: () => breakOff(one, course, "expired"),
  });
}

function giveUp({ state, noteProblem }: Living, problem: string): void {
  state.phase = "failed";
  noteProblem(problem);
}

/** Its NETCONF server, on the address that DHCPv6 gave it. */
async function startNetconf(one: Living, course: Course, text: string): Promise<void> {
  const address = parseIpv6Address(text);
  if (one.place.netconf === null || address === undefined) return;
  try {
    course.netconf ??= await makeNetconf(one, one.place.netconf, () => breakOff(one, course, "restarts"));
    await course.netconf.listen(address);
    one.state.netconf = true;
  } catch (cause) {
    one.noteProblem(`no NETCONF server: ${(cause as Error).message}`);
  }
}

type Login = NonNullable<Living["place"]["netconf"]>;

async function makeNetconf({ place, shared, namespace }: Living, login: Login, onRestart: () => void) {
  const { createNetconf } = await import("../netconf/create-netconf.ts");
  return await createNetconf({
    namespace: getNamespacePath(namespace),
    faults: shared.faults.get(place.ru) ?? [],
    serialNumber: Buffer.from(place.mac).toString("hex").toUpperCase(),
    onRestart,
    ...login,
  });
}
