import * as z from "zod";
import { describeDocument } from "./document.ts";

const alarm = {
  fault_id: z.int().describe("Fault of o-ran-fm."),
  source: z.string().describe("Where in the Radio Unit."),
  severity: z.string().describe("CRITICAL, MAJOR, MINOR or WARNING."),
  text: z.string().describe("What the Radio Unit says of it."),
};

export const radioUnitStatus = z.strictObject({
  ru: z.string().describe("Its reference."),
  tap: z.string().describe("Its TAP."),
  host: z.string().describe("Its address."),
  mac_addr: z.string().describe("Its MAC address."),
  state: z
    .string()
    .describe(
      "absent, greeting, subscribing, supervised, looking, configuring, updating, in service, configured wrong or resetting.",
    ),
  age: z.int().describe("Seconds since that state began."),
  problem: z.string().nullable().describe("Why it is not in service; null where it is."),
  firmware: z.string().nullable().describe("The version that runs, as last read."),
  product_code: z.string().nullable().describe("Its product code, as last read."),
  serial_number: z.string().nullable().describe("Its serial number, as last read; null where it tells none."),
  read_at: z
    .string()
    .nullable()
    .describe(
      "When firmware, product code and serial number were last read, in UTC; null where they never were.",
    ),
  restart_cause: z.string().nullable().describe("Why it started last, as it says itself."),
  configuration_age: z
    .int()
    .nullable()
    .describe("Seconds since its configuration was last read and found as wanted; null where it never was."),
  differences: z
    .array(z.string())
    .describe("Paths of the configuration with wanted and found value, as last read."),
  alarms: z.array(z.strictObject(alarm)).describe("Alarms that are on."),
  alarms_are_current: z.boolean().describe("False while the alarms are those of an earlier session."),
});

export const radioListDocument = describeDocument(
  "radio-list",
  "`ors radio list`: the managed Radio Units.",
  {
    radio_units: z.array(radioUnitStatus).describe("In the order of the plan."),
  },
);

export const radioShowDocument = describeDocument("radio-show", "`ors radio show`: one Radio Unit.", {
  radio_unit: radioUnitStatus.describe("All that is known of it."),
});

export const radioAlarmsDocument = describeDocument(
  "radio-alarms",
  "`ors radio alarms`: alarms that are on.",
  {
    alarms: z
      .array(
        z.strictObject({
          ru: z.string().describe("Reference of the Radio Unit."),
          ...alarm,
          is_current: z.boolean().describe("False while it is that of an earlier session."),
        }),
      )
      .describe("Empty where none is on."),
  },
);

export const radioDoneDocument = describeDocument(
  "radio-done",
  "`ors radio configure`, `reset`, `update` and `trust`: what was begun, or would be.",
  { done: z.array(z.string()).describe("A text for each; empty where there is nothing to do.") },
);
