/** Another user of the node, who makes and removes subtaps and writes Router Advertisements all the time. */
import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Namespace, type Outcome, outcomeOf } from "../test/support/netns.ts";
import { installProgram } from "../test/support/netns-program.ts";
import type { Slaptap } from "../test/support/netns-slaptap.ts";
import { requestText, splitOf } from "../test/support/netns-trampoline.ts";
import { routerAdvertisement } from "../test/system/trampoline/frames.ts";

/** The other user's TAP. */
export const slaptap17: Slaptap = {
  name: "slaptap17",
  user: 65532,
  range: "2401:5180:0:66:a400::/71",
  gateway: "2401:5180:0:66:a400::1",
  addr: "2401:5180:0:66:a5ff:ffff:ffff:ffff",
};

const subtaps = 60;
const prefixes = 600;
const advertisementsASecond = 1000;

/** What goes on in the background; `stop` ends it and gives how often the subtaps were made and removed. */
export type Churn = { readonly stop: () => Promise<number> };

/**
 * Starts both: subtaps of slaptap17, which is there, made and removed by the trampoline itself in a loop, and prefixes
 * given and taken back by slaptap17. They end with the namespace at the latest.
 */
export async function startChurn(namespace: Namespace, netcapdo: string): Promise<Churn> {
  const maker = startMaker(namespace, netcapdo);
  const advertiser = await startAdvertiser(namespace, "frames", churningFrames());
  const ended = outcomeOf(advertiser);
  const stop = async (): Promise<number> => {
    advertiser.kill();
    await ended;
    writeInto(namespace, "stop", "");
    const { stdout } = await maker;
    return stdout.split("\n").length - 1;
  };
  return { stop };
}

function startMaker(namespace: Namespace, netcapdo: string): Promise<Outcome> {
  const all = writeInto(namespace, "all", requestText(slaptap17.name, splitOf(slaptap17, subtaps)));
  const none = writeInto(namespace, "none", requestText(slaptap17.name, []));
  const round = `${netcapdo} <${all} >/dev/null && ${netcapdo} <${none} >/dev/null && echo round`;
  const loop = `while [ ! -e ${namespace.folder}/stop ]; do { ${round}; } 2>/dev/null; done`;
  return outcomeOf(namespace.start(["sh", "-c", loop], { user: slaptap17.user }));
}

/** Writes frames into slaptap17 over and over, as its user; `name` is the file that holds them. */
async function startAdvertiser(
  namespace: Namespace,
  name: string,
  frames: readonly string[],
): Promise<ChildProcess> {
  const pace = installProgram(namespace, fileURLToPath(new URL("c/pace.c", import.meta.url)));
  const file = writeInto(namespace, name, `${frames.join("\n")}\n`);
  const child = namespace.start([pace, slaptap17.name, `${advertisementsASecond}`, file], {
    user: slaptap17.user,
  });
  await new Promise((resolve, reject) => {
    child.stdout?.once("data", resolve);
    child.once("close", () => reject(new Error("pace ended")));
  });
  return child;
}

/** Lets the other user advertise one prefix, until the kernel has a route to it; throws where it gets none. */
export async function advertise(namespace: Namespace, onLink: string): Promise<void> {
  const frame = routerAdvertisement({ onLink, route: "fd00:8::/64" });
  const advertiser = await startAdvertiser(namespace, "frame", [frame]);
  const ended = outcomeOf(advertiser);
  namespace.sh(`for _ in $(seq 500); do
    ip -6 route show ${onLink} dev ${slaptap17.name} | grep -q . && exit 0
    sleep 0.01
  done
  exit 1`);
  advertiser.kill();
  await ended;
}

/** All prefixes given, then every second one taken back, then the others. */
function churningFrames(): string[] {
  const frame = (number: number, lifetime: number): string => {
    const onLink = `fd00:7:${number.toString(16)}::/64`;
    return routerAdvertisement({ onLink, route: "fd00:8::/64", lifetime });
  };
  const all = Array.from({ length: prefixes }, (_, i) => i + 1);
  const [odd, even] = [1, 0].map((rest) => all.filter((number) => number % 2 === rest));
  return [
    ...all.map((number) => frame(number, 3600)),
    ...[...(odd ?? []), ...(even ?? [])].map((number) => frame(number, 0)),
  ];
}

function writeInto(namespace: Namespace, name: string, text: string): string {
  writeFileSync(join(namespace.folderOutside, name), text);
  return join(namespace.folder, name);
}
