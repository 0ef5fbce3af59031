/** What an emulated Radio Unit is ordered to do while it runs. */
import * as z from "zod";
import { error, type Outcome, place } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { SocketPlace } from "../../mplane/control/socket-place.ts";
import { type FaultKind, faultKinds } from "../netconf/faults/faults.ts";

const fault = z.enum(faultKinds as [FaultKind, ...FaultKind[]]);
const alarm = { fault_id: z.int().min(0).max(0xffff), source: z.string().min(1).max(255) };
const severity = z.enum(["CRITICAL", "MAJOR", "MINOR", "WARNING"]);

export const order = z.discriminatedUnion("do", [
  /** What it does wrong from now on; nothing for an empty list. */
  z.strictObject({ do: z.literal("fault"), faults: z.array(fault) }),
  z.strictObject({ do: z.literal("unplug") }),
  z.strictObject({ do: z.literal("plug") }),
  /** Without power for the time of a restart. */
  z.strictObject({ do: z.literal("restart") }),
  z.strictObject({ do: z.literal("raise"), ...alarm, severity, text: z.string().max(255) }),
  z.strictObject({ do: z.literal("clear"), ...alarm }),
]);

export type Order = z.output<typeof order>;

/** Without an order it is asked how the Radio Unit is, or without its reference all of them. */
export const orderRequest = z.union([
  z.strictObject({ ru: z.string(), order }),
  z.strictObject({ ru: z.string().nullable() }),
]);

export type OrderRequest = z.output<typeof orderRequest>;

export type OrderAnswer =
  | { readonly done: string }
  /** Why nothing was done: the order is at fault. */
  | { readonly refused: string };

export function findOrderSocket(stateFolder: string): SocketPlace {
  return { folder: stateFolder, name: "emulate.sock" };
}

export const orderWords = ["fault", "unplug", "plug", "restart", "raise", "clear"] as const;

/** `fault freeze`, `unplug`, `raise 9 Antport1 MAJOR "PA 1 VSWR Alarm"`, `clear 9 Antport1` as an order. */
export function parseOrder(word: (typeof orderWords)[number], words: readonly string[]): Outcome<Order> {
  const parsed = order.safeParse(readOrder(word, words));
  const expected = expectedWords[word];
  const isTooLong = words.length > maxWords[word];
  if (parsed.success && !isTooLong) return { value: parsed.data, issues: [] };
  const what = `${quote(word)}: ${words.map((one) => quote(one)).join(" ") || "nothing"} behind it`;
  return { value: undefined, issues: [error(place(), what, expected)] };
}

function readOrder(word: (typeof orderWords)[number], words: readonly string[]): unknown {
  const [id = "", source, severityWord, text = ""] = words;
  const fault_id = /^\d{1,5}$/.test(id) ? Number(id) : undefined;
  switch (word) {
    case "fault":
      return { do: word, faults: words };
    case "raise":
      return { do: word, fault_id, source, severity: severityWord, text };
    case "clear":
      return { do: word, fault_id, source };
    default:
      return { do: word };
  }
}

const maxWords = { fault: faultKinds.length, unplug: 0, plug: 0, restart: 0, raise: 4, clear: 2 } as const;

const expectedWords = {
  fault: `faults, or none: ${faultKinds.join(", ")}`,
  unplug: "nothing",
  plug: "nothing",
  restart: "nothing",
  raise: `a fault-id, a source, one of ${severity.options.join(", ")}, and a text`,
  clear: "a fault-id and a source",
} as const;
