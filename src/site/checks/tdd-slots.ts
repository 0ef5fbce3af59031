/** Whether the slots of an NR cell's TDD patterns and their periods go together: TS 38.213 section 11.1. */
import type { TddSlots } from "../../instance/fields/tdd.ts";
import { type Issue, placeInShared, warning } from "../../issue/issue.ts";
import type { NrCell } from "../site.ts";

/** Warnings: the eNB is asked for what the parameters say, and it may know better. */
export function checkTddSlots(cell: NrCell): Issue[] {
  const { reference, tddPatterns, subcarrierSpacing } = cell;
  if (tddPatterns === null) return [];
  const names = tddPatterns.length === 1 ? ["it"] : ["pattern1", "pattern2"];
  const found = [
    ...tddPatterns.flatMap((pattern, index) =>
      checkOne(pattern, names[index] ?? "", index, subcarrierSpacing),
    ),
    ...checkRepetition(tddPatterns),
  ];
  const at = placeInShared(reference, "tdd_ul_dl_config");
  return found.map(({ what, expected }) => warning(at, what, expected));
}

type Finding = { readonly what: string; readonly expected: string };

/** At 15 kHz a slot is 1 ms (TS 38.211 table 4.3.2-1). */
const slotSpacing = 15;
const symbolsOfSlot = 14;

function checkOne(pattern: TddSlots, name: string, index: number, spacing: number): Finding[] {
  const { period, dlSlots, dlSymbols, ulSlots, ulSymbols } = pattern;
  const slots = (period * spacing) / slotSpacing;
  if (!Number.isInteger(slots)) return [refusePeriod(name, index, pattern, spacing)];
  const symbols = dlSymbols + ulSymbols;
  const needed = dlSlots + ulSlots + (symbols > 0 ? 1 : 0);
  if (needed !== slots) {
    const fitting = (spacing * needed) / slots;
    const hint = fitsSpacing.includes(fitting) ? `subcarrier_spacing ${fitting}, or ` : "";
    return [
      {
        what: `${name === "it" ? "" : `${name} `}has ${needed} slots in ${period} ms, and at ${spacing} kHz there are ${slots}`,
        expected: `${hint}${slots} slots, the one with both symbols included`,
      },
    ];
  }
  if (symbols <= symbolsOfSlot) return [];
  return [
    {
      what: `${name} has ${dlSymbols} downlink and ${ulSymbols} uplink symbols in one slot`,
      expected: `${symbolsOfSlot} symbols or fewer in all`,
    },
  ];
}

const fitsSpacing: readonly number[] = [15, 30, 60, 120];

/** 0.625 ms needs 120 kHz, 1.25 ms 60 and 2.5 ms 30: the periods of both patterns are counted in the cell's slots. */
function refusePeriod(name: string, index: number, { period }: TddSlots, spacing: number): Finding {
  const fitting = fitsSpacing.filter((one) => Number.isInteger((period * one) / slotSpacing));
  const whose = index === 1 ? `, the spacing that pattern1 has` : "";
  return {
    what: `${name} has a period of ${period} ms, which is not a whole number of slots at ${spacing} kHz${whose}`,
    expected: `subcarrier_spacing ${fitting.join(" or ")}, or another period`,
  };
}

/** ms: an even number of frames repeats the patterns. */
const repetition = 20;

function checkRepetition(patterns: readonly TddSlots[]): Finding[] {
  const period = patterns.reduce((sum, pattern) => sum + pattern.period, 0);
  if (Number.isInteger(repetition / period)) return [];
  const what = `${patterns.length === 1 ? "a period" : "periods"} of ${period} ms together do not divide ${repetition} ms`;
  return [{ what, expected: "pattern2 with a period that makes them 4, 5, 10 or 20 ms" }];
}
