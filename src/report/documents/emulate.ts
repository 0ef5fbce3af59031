import * as z from "zod";
import { describeDocument } from "./document.ts";

const text = z.string().nullable();

const radioUnit = z.strictObject({
  ru: z.string().describe("Reference of the Radio Unit."),
  tap: z.string().describe("Its TAP."),
  mac: z.string().describe("Its MAC address."),
  gateway: z.string().describe("The address that it should have."),
  phase: z
    .enum(["restarting", "searching", "found", "failed"])
    .describe(
      "`searching`: it asks for its address; `found`: it has one; `restarting`: it is without power; `failed`: it has given up, and needs a restart.",
    ),
  address: text.describe("The address that DHCPv6 gave it."),
  vlan: z
    .int()
    .nullable()
    .describe("The VLAN on which it gave it; null where that was without a tag, or there is no address."),
  trying: z
    .int()
    .nullable()
    .describe("The VLAN that it tries now, 0 for no tag; null where it tries none, and without --switch."),
  tries: z
    .int()
    .nullable()
    .describe(
      "VLANs that it has tried in this search, without a tag being one of them; null without --switch.",
    ),
  neighbour: text.describe("MAC address of the host's end, as neighbour discovery found it."),
  round_trip_ms: z.number().nullable().describe("A ping to the host's address."),
  problem: text.describe("What is wrong; null where all is well."),
});

export const emulateDocument = describeDocument(
  "emulate",
  "`ors emulate`: Radio Units without hardware, when each has its address or has given up; `ors emulated`: as they are now.",
  {
    method: z.string().describe("How frames move."),
    radio_units: z.array(radioUnit).describe("In the order of the plan."),
  },
);
