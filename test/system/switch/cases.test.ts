/** The cases again, through the program and the kernel's TAPs. */
import { expect, test } from "vitest";
import { useStage } from "../../support/stage.ts";
import { type Case, readCases, readRandomCases, type Step } from "../../vlan/cases.ts";
import { replayCase } from "../../vlan/replay.ts";
import { openTapSwitch } from "./tap-switch.ts";

const stage = useStage(openTapSwitch, { programs: ["ip"] });
const cases = readCases();
const timed = cases.filter(({ steps }) => steps.some((step) => "wait" in step));
const quick = cases.filter((one) => !timed.includes(one));
const random = readRandomCases().filter(({ steps }) => steps.every((step) => !("wait" in step)));

test("every case comes out of TAPs as it comes out of the kernel's bridge", async () => {
  const differences: string[] = [];
  for (const one of [...quick, ...random]) {
    await stage.configure({}, { ageing: one.ageing });
    differences.push(...(await replayCase(withoutUnseen(one), stage)));
  }
  expect(quick.length).toBeGreaterThan(0);
  expect(differences).toEqual([]);
}, 900_000);

test("addresses age by the clock of the machine", async () => {
  const replay = async (one: Case) => {
    const own = await openTapSwitch();
    try {
      return await replayCase(one, own);
    } finally {
      await own.close();
    }
  };
  expect((await Promise.all(timed.map(replay))).flat()).toEqual([]);
});

/** Of a frame that begins with a tag the kernel's receiving side shows nothing below 20 bytes (skb_vlan_untag). */
function withoutUnseen(one: Case): Case {
  const isSeen = (frame: string) => !["8100", "88a8"].includes(frame.slice(24, 28)) || frame.length >= 40;
  const steps = one.steps.map((step): Step => {
    if (!("in" in step) || step.out === undefined) return step;
    const seen = Object.entries(step.out).map(([port, frames]) => [port, frames.filter(isSeen)] as const);
    return { ...step, out: Object.fromEntries(seen.filter(([, frames]) => frames.length > 0)) };
  });
  return { ...one, steps };
}
