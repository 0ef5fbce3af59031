/** A PLMN: the mobile country code and the network code (TS 23.003 §2.2), 5 or 6 digits. */
import * as z from "zod";

/** YAML and JSON drop the leading zeros of a number, so only text will do. */
export function plmn() {
  return z
    .string({
      error: ({ input }) =>
        typeof input === "number"
          ? `5 or 6 digits in quotes: "${String(input).padStart(5, "0")}"`
          : '5 or 6 digits in quotes, such as "00101"',
    })
    .regex(/^[0-9]{5,6}$/)
    .meta({ title: "PLMN", description: "Country code and network code: 5 or 6 digits." });
}
