/** What the commands of `ors radio` ask the daemon, and what it answers: one line of JSON each way, then the connection ends. */
import * as z from "zod";
import type { RadioUnitStatus } from "../../report/radio.ts";
import type { SocketPlace } from "./socket-place.ts";

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

export function findControlSocket(stateFolder: string): SocketPlace {
  return { folder: stateFolder, name: "radio.sock" };
}
