/** Parameters of measurements and handover of the newer form: events by direction (TS 36.331 and TS 38.331 §5.5.4). */
import type * as z from "zod";
import { handoverDefaults } from "../defaults.ts";
import { choice, integer } from "../fields/field.ts";
import { parameters } from "../fields/parameters.ts";
import { a3Offset, hysteresis, nrRsrp, rsrp, timeToTrigger } from "../limits.ts";

const hysteresisField = integer(hysteresis, { title: "Hysteresis", description: "In steps of 0.5 dB." });
const timeField = choice(timeToTrigger, { title: "Time to trigger", unit: "ms" });
const threshold = (title: string) => integer(rsrp, { title, unit: "dBm" });
const nrThreshold = (title: string) => integer(nrRsrp, { title, unit: "dBm" });

/** One event: the settings of one of these groups, all of them. */
function event<Shape extends z.core.$ZodLooseShape>(groups: readonly (readonly string[])[], shape: Shape) {
  const expected = groups.map((group) => group.join(" with ")).join(", or ");
  return parameters(shape, { title: "Event", description: `${expected}.` }).refine(
    (given) => {
      const keys = Object.keys(given);
      return groups.some((group) => group.length === keys.length && group.every((key) => keys.includes(key)));
    },
    { error: expected, params: { what: "not the settings of one event" } },
  );
}

const sameEvent = event([["a3_rsrp"], ["a4_rsrp"], ["a5_threshold1_rsrp", "a5_threshold2_rsrp"]], {
  a3_rsrp: integer(a3Offset, { title: "A3 offset", unit: "dB" }).optional(),
  a4_rsrp: threshold("A4 threshold").optional(),
  a5_threshold1_rsrp: threshold("A5 threshold 1").optional(),
  a5_threshold2_rsrp: threshold("A5 threshold 2").optional(),
});

const otherEvent = event([["b1_rsrp"], ["b2_threshold1_rsrp", "b2_threshold2_rsrp"]], {
  b1_rsrp: nrThreshold("B1 threshold").optional(),
  b2_threshold1_rsrp: nrThreshold("B2 threshold 1").optional(),
  b2_threshold2_rsrp: nrThreshold("B2 threshold 2").optional(),
});

const common = { hysteresis: hysteresisField, time_to_trigger: timeField.optional() };
const within = (title: string) =>
  parameters({ event: sameEvent.optional(), ...common }, { title, default: handoverDefaults.within });
const between = (title: string) =>
  parameters({ event: otherEvent.optional(), ...common }, { title, default: handoverDefaults.between });

const { a1, a2, gap } = handoverDefaults;

export const handoverFields = {
  handover_a1_rsrp: integer(rsrp, { title: "A1 threshold", unit: "dBm", default: a1.rsrp }).optional(),
  handover_a1_hysteresis: integer(hysteresis, {
    title: "A1 hysteresis",
    description: "In steps of 0.5 dB.",
    default: a1.hysteresis,
  }).optional(),
  handover_a1_time_to_trigger: choice(timeToTrigger, {
    title: "A1 time to trigger",
    unit: "ms",
    default: a1.timeToTrigger,
  }).optional(),
  handover_a2_rsrp: integer(rsrp, { title: "A2 threshold", unit: "dBm", default: a2.rsrp }).optional(),
  handover_a2_hysteresis: integer(hysteresis, {
    title: "A2 hysteresis",
    description: "In steps of 0.5 dB.",
    default: a2.hysteresis,
  }).optional(),
  handover_a2_time_to_trigger: choice(timeToTrigger, {
    title: "A2 time to trigger",
    unit: "ms",
    default: a2.timeToTrigger,
  }).optional(),
  eutra_eutra_handover: within("Handover from LTE to LTE").optional(),
  nr_nr_handover: within("Handover from NR to NR").optional(),
  eutra_nr_handover: between("Handover from LTE to NR").optional(),
  nr_eutra_handover: between("Handover from NR to LTE").optional(),
  handover_meas_gap_config: choice(["Gap Pattern 1", "Gap Pattern 0", "None"], {
    title: "Measurement gap",
    default: gap,
  }).optional(),
};
