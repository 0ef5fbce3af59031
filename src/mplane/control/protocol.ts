/** What `ors radio` asks the daemon, and what it answers: one line of JSON each way, then the connection ends. */
import * as z from "zod";
import type { RadioUnitStatus } from "../../report/radio.ts";

const ru = z.string();

export const controlRequest = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("status") }),
  z.strictObject({ ask: z.literal("configure"), ru, dry_run: z.boolean() }),
  z.strictObject({ ask: z.literal("reset"), ru }),
  z.strictObject({
    ask: z.literal("update"),
    ru,
    file: z.string(),
    version: z.string().nullable(),
    even_if_active: z.boolean(),
  }),
  z.strictObject({ ask: z.literal("trust"), ru }),
]);

export type ControlRequest = z.output<typeof controlRequest>;

export type ControlAnswer =
  | { readonly status: readonly RadioUnitStatus[]; readonly pid: number; readonly uptime: number }
  /** What was done, or would be. */
  | { readonly done: readonly string[] }
  /** Why nothing was done; `input` where the request is at fault. */
  | { readonly refused: string; readonly input: boolean };

/** Bytes of a request or an answer: thousands of Radio Units with their alarms. */
export const maxControlBytes = 16 * 1024 * 1024;

/** Milliseconds that either end waits for the other. */
export const controlTimeoutMs = 10_000;
