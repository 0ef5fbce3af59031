/** Parameters that only the older form has: each is taken, and another one says the same today. */
import { olderDefaults } from "../defaults.ts";
import { choice, type FieldMeta, flag, integer } from "../fields/field.ts";
import { a3Offset, timeToTrigger } from "../limits.ts";

export const olderFields = {
  use_ipv4: flag(describe("use_ipv4", "Use IPv4", "gtp_addr")).optional(),
  lte_handover_a3_offset: integer(
    a3Offset,
    describe("lte_handover_a3_offset", "LTE handover A3 offset", "eutra_eutra_handover"),
  ).optional(),
  lte_handover_a3_time_to_trigger: choice(
    timeToTrigger,
    describe("lte_handover_a3_time_to_trigger", "LTE handover time to trigger", "eutra_eutra_handover"),
  ).optional(),
  nr_handover_a3_offset: integer(
    a3Offset,
    describe("nr_handover_a3_offset", "NR handover A3 offset", "nr_nr_handover"),
  ).optional(),
  nr_handover_time_to_trigger: choice(
    timeToTrigger,
    describe("nr_handover_time_to_trigger", "NR handover time to trigger", "nr_nr_handover"),
  ).optional(),
};

function describe(key: keyof typeof olderDefaults, title: string, today: string): FieldMeta {
  const description = `Older form of ${today}; ${olderDefaults[key]} in the 2024 layout where it is left out.`;
  return { title: `${title} (older form)`, description, deprecated: true };
}
