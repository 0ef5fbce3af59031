/** An emulated Radio Unit does what it is ordered. */
import type { Cable } from "../../link/cable/cable.ts";
import type { SimulatedRadioUnit } from "../netconf/simulated-radio-unit.ts";
import type { Order, OrderAnswer } from "./order.ts";

/** @param radioUnit undefined where its kind has no NETCONF server, or it has no address yet */
export function obey(order: Order, cable: Cable, radioUnit: SimulatedRadioUnit | undefined): OrderAnswer {
  if (order.do === "unplug" || order.do === "plug") {
    cable.setPlugged(order.do === "plug");
    return { done: order.do === "unplug" ? "its cable is out" : "its cable is in" };
  }
  if (radioUnit === undefined) return { refused: "its NETCONF server does not run" };
  switch (order.do) {
    case "fault":
      radioUnit.setFaults(order.faults);
      return {
        done: order.faults.length === 0 ? "nothing is wrong with it" : `it has: ${order.faults.join(", ")}`,
      };
    case "restart":
      radioUnit.restart("POWER-ON");
      return { done: "it restarts" };
    case "raise": {
      const { fault_id: faultId, source, severity, text } = order;
      radioUnit.raise({ faultId, source, severity, text });
      return { done: `alarm ${faultId} of ${source} is on` };
    }
    case "clear":
      radioUnit.clear({ faultId: order.fault_id, source: order.source });
      return { done: `alarm ${order.fault_id} of ${order.source} is off` };
  }
}
