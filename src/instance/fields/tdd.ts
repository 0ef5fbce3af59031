/** The choices of `tdd_ul_dl_config`, in today's wording and the older one; the first of each list is the default. */
import type * as z from "zod";
import { isDictionary } from "../given-value.ts";
import type { SlotOffsets } from "../radio-units/kind.ts";
import { byShape } from "./by-shape.ts";
import { choice, type FieldMeta, integer } from "./field.ts";
import { parameters } from "./parameters.ts";

/** Slots between which lie `dlSymbols` and `ulSymbols` of the special one (TS 38.331 TDD-UL-DL-Pattern); ms. */
export type TddSlots = {
  readonly period: number;
  readonly dlSlots: number;
  readonly dlSymbols: number;
  readonly ulSlots: number;
  readonly ulSymbols: number;
};

/** What an NR choice means. PRACH index, UE search space and TRS go by the choice, not by its slots. */
export type NrTdd = {
  readonly choice: string;
  readonly patterns: readonly [TddSlots, ...TddSlots[]];
  /** Whether there is room for tracking reference signals. */
  readonly trackingReferenceSignals: boolean;
  readonly prachConfigIndex: number;
  /** Candidates of the UE search space at aggregation levels 1, 2, 4, 8, 16. */
  readonly ussCandidates: readonly number[];
  /** What the older form calls it, and its tuning in the 2024 layout; null where that does not know it. */
  readonly older: OlderNrTdd | null;
};

type OlderNrTdd = {
  readonly wording: string;
  readonly ussCandidates: readonly number[];
  /** Where every uplink slot is reached from the one downlink slot; null: the eNB's own. */
  readonly slotOffsets: SlotOffsets | null;
};

export type LteTdd = { readonly choice: string; readonly uldlConfig: number };

/** `uldl_config` is the configuration of TS 36.211 table 4.2-2. */
const lteChoices: readonly (LteTdd & { readonly older?: string })[] = [
  {
    choice: "[Configuration 2] DSUDDDSUDD (5ms,  6DL/2UL), S-slot=10DL:2GP:2UL, default",
    older: "[Configuration 2] 5ms 2UL 6DL (default)",
    uldlConfig: 2,
  },
  {
    choice: "[Configuration 0] DSUUUDSUUU (5ms,  2DL/6UL), S-slot=10DL:2GP:2UL, maximum uplink",
    uldlConfig: 0,
  },
  {
    choice: "[Configuration 1] DSUUDDSUUD (5ms,  4DL/4UL), S-slot=10DL:2GP:2UL, balanced downlink and uplink",
    uldlConfig: 1,
  },
  { choice: "[Configuration 3] DSUUUDDDDD (10ms, 6DL/3UL), S-slot=10DL:2GP:2UL", uldlConfig: 3 },
  {
    choice: "[Configuration 4] DSUUDDDDDD (10ms, 7DL/2UL), S-slot=10DL:2GP:2UL, high downlink",
    uldlConfig: 4,
  },
  {
    choice: "[Configuration 5] DSUDDDDDDD (10ms, 8DL/1UL), S-slot=10DL:2GP:2UL, maximum downlink",
    uldlConfig: 5,
  },
  {
    choice: "[Configuration 6] DSUUUDSUUD (5ms,  3DL/5UL), S-slot=10DL:2GP:2UL, high uplink",
    older: "[Configuration 6] 5ms 5UL 3DL (maximum uplink)",
    uldlConfig: 6,
  },
];

const usual = {
  trackingReferenceSignals: true,
  prachConfigIndex: 160,
  ussCandidates: [0, 4, 0, 0, 0],
  older: null,
} as const;

/** The older form's usual tuning. */
function knownAs(wording: string): OlderNrTdd {
  return { wording, ussCandidates: [0, 2, 1, 0, 0], slotOffsets: null };
}

const nrChoices: readonly NrTdd[] = [
  {
    ...usual,
    choice: "DDDDDDDSUU (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, default",
    older: knownAs("5ms 2UL 7DL 4/6 (default)"),
    patterns: [pattern(5, 7, 6, 2, 4)],
  },
  {
    ...usual,
    choice: "DDDSUUDDDD (5ms,   7DL/2UL), S-slot=6DL:4GP:4UL, same ratios as default",
    patterns: [pattern(3, 3, 6, 2, 4), pattern(2, 4, 0, 0, 0)],
    prachConfigIndex: 156,
  },
  {
    ...usual,
    choice: "DDDSUUUUDD (5ms,   5DL/4UL), S-slot=6DL:4GP:4UL, balanced downlink and uplink",
    patterns: [pattern(4, 3, 6, 4, 4), pattern(1, 2, 0, 0, 0)],
    prachConfigIndex: 156,
  },
  {
    ...usual,
    choice: "DDDSUUUUUU (5ms,   3DL/6UL), S-slot=2DL:2GP:10UL, high uplink",
    older: knownAs("5ms 6UL 3DL 10/2 (high uplink)"),
    patterns: [pattern(5, 3, 2, 6, 10)],
  },
  {
    ...usual,
    choice: "DDSUUUUUUU (5ms,   2DL/7UL), S-slot=6DL:4GP:4UL, EXPERIMENTAL very high uplink",
    patterns: [pattern(5, 2, 6, 7, 4)],
    trackingReferenceSignals: false,
  },
  {
    ...usual,
    choice: "DSUUUUUUUU (5ms,   1DL/8UL), S-slot=10DL:2GP:2UL, EXPERIMENTAL maximum uplink",
    older: {
      wording: "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)",
      ussCandidates: [0, 8, 1, 0, 0],
      slotOffsets: { k0: null, k1: [4, 11], k2: [11, 12, 4, 5, 6, 7, 7, 8], msg3K2: 7 },
    },
    patterns: [pattern(5, 1, 10, 8, 2)],
    trackingReferenceSignals: false,
    ussCandidates: [0, 8, 0, 0, 0],
  },
  {
    ...usual,
    choice: "DDDSU      (2.5ms, 3DL/1UL), S-slot=10DL:2GP:2UL, reduced latency",
    older: knownAs("2.5ms 1UL 3DL 2/10"),
    patterns: [pattern(2.5, 3, 10, 1, 2)],
  },
];

function pattern(period: number, dlSlots: number, dlSymbols: number, ulSlots: number, ulSymbols: number) {
  return { period, dlSlots, dlSymbols, ulSlots, ulSymbols };
}

type Worded = { readonly choice: string; readonly older?: string | OlderNrTdd | null };

const getCurrent = (choices: readonly Worded[]) => choices.map(({ choice: text }) => text);
const getOlder = (choices: readonly Worded[]) => choices.flatMap((row) => findOlderWording(row) ?? []);

function findOlderWording({ older }: Worded): string | undefined {
  return typeof older === "string" ? older : older?.wording;
}

export const lteTddDefault: LteTdd = { choice: getCurrent(lteChoices)[0] ?? "", uldlConfig: 2 };
export const nrTddDefault: NrTdd = findNrTdd(getCurrent(nrChoices)[0] ?? "");

/** The configuration that a wording means. */
export function lteTdd(meta: FieldMeta) {
  const current = choice(getCurrent(lteChoices), { ...meta, default: getCurrent(lteChoices)[0] });
  const older = choice(getOlder(lteChoices), { title: meta.title });
  const taken = choice([...getCurrent(lteChoices), ...getOlder(lteChoices)], meta).transform(
    (text): LteTdd => ({ choice: text, uldlConfig: findChoice(lteChoices, text)?.uldlConfig ?? 0 }),
  );
  return byShape(() => taken, { current: [current], older: [older] }, meta);
}

/** Today's wording of an older one; undefined for any other text. */
export function findTodaysWording(kind: "lte" | "nr", text: unknown): string | undefined {
  const choices: readonly Worded[] = kind === "lte" ? lteChoices : nrChoices;
  return choices.find((row) => findOlderWording(row) === text)?.choice;
}

const periods = [0.5, 0.625, 1, 1.25, 2, 2.5, 3, 4, 5, 10];
const slotCount = { min: 0, max: 320 };
const symbolCount = { min: 0, max: 13 };

const patternSchema = parameters(
  {
    period: choice(periods, { title: "Period", unit: "ms" }),
    dl_slots: integer(slotCount, { title: "Downlink slots" }),
    dl_symbols: integer(symbolCount, { title: "Downlink symbols" }),
    ul_slots: integer(slotCount, { title: "Uplink slots" }),
    ul_symbols: integer(symbolCount, { title: "Uplink symbols" }),
  },
  { title: "Pattern", description: "TDD-UL-DL-Pattern of TS 38.331." },
);

const byHandSchema = parameters(
  { pattern1: patternSchema, pattern2: patternSchema.optional() },
  { title: "Patterns by hand" },
);

/** The patterns that a wording means, or those given by hand. */
export function nrTdd(meta: FieldMeta) {
  const current = choice(getCurrent(nrChoices), { ...meta, default: getCurrent(nrChoices)[0] });
  const older = choice(getOlder(nrChoices), { title: meta.title });
  const taken = choice([...getCurrent(nrChoices), ...getOlder(nrChoices)], meta).transform(findNrTdd);
  const byHand = byHandSchema.transform(makeNrTdd);
  const choose = (given: unknown): z.ZodType<NrTdd> => (isDictionary(given) ? byHand : taken);
  return byShape(choose, { current: [current, byHandSchema], older: [older] }, meta);
}

function findNrTdd(text: string): NrTdd {
  const found = findChoice(nrChoices, text);
  if (found === undefined) throw new RangeError(`unknown TDD pattern "${text}"`);
  return { ...found, choice: text };
}

function makeNrTdd({ pattern1, pattern2 }: z.output<typeof byHandSchema>): NrTdd {
  const first = convertPattern(pattern1);
  return {
    ...usual,
    choice: "by hand",
    patterns: pattern2 === undefined ? [first] : [first, convertPattern(pattern2)],
  };
}

function convertPattern(given: z.output<typeof patternSchema>): TddSlots {
  return pattern(given.period, given.dl_slots, given.dl_symbols, given.ul_slots, given.ul_symbols);
}

function findChoice<T extends Worded>(choices: readonly T[], text: string): T | undefined {
  return choices.find((row) => row.choice === text || findOlderWording(row) === text);
}
