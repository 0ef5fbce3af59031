import { defineCommand } from "../../console/definition.ts";
import { argument, optionalRestArgument } from "../../console/option/argument.ts";
import { choice, text } from "../../console/option/word.ts";
import { faultKinds } from "../../emulate/netconf/faults/faults.ts";
import { orderWords } from "../../emulate/orders/order.ts";
import { instance, json, watchState } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Without an order: how the Radio Unit is now, or all of them; exit 1 where one does not reach the host.",
    "fault [FAULT…]: what it does wrong from now on; without a word it is well again.",
    `Faults: ${faultKinds.join(", ")}.`,
    "unplug, plug: its cable is out, and in again. restart: it is without power, and starts anew.",
    "raise FAULT-ID SOURCE SEVERITY TEXT, clear FAULT-ID SOURCE: an alarm is on, and off.",
  ],
  arguments: {
    ru: argument(text({ metavar: "ru", description: "reference of the Radio Unit" })),
    order: argument(choice(orderWords, { metavar: "order", description: "what it is to do" })),
    words: optionalRestArgument(text({ metavar: "word", description: "what belongs to the order" })),
  },
  options: { instance, state: watchState, json },
  examples: [
    "ors emulated --instance site.yaml",
    "ors emulated RU1 unplug --instance site.yaml",
    "ors emulated RU1 fault freeze",
    "ors emulated RU1 raise 9 Antport1 MAJOR 'PA 1 VSWR Alarm'",
  ],
});
