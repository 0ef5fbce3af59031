/** An emulated Radio Unit does what it is ordered. */
import type { SimulatedRadioUnit } from "../netconf/simulated-radio-unit.ts";
import type { Order, OrderAnswer } from "./order.ts";

export type Obedient = {
  readonly setPlugged: (isIn: boolean) => void;
  /** Without power for the time of a restart. */
  readonly restart: () => void;
  /** Undefined where its kind has no NETCONF server, or it had no address yet. */
  readonly radioUnit: SimulatedRadioUnit | undefined;
};

export function obey(order: Order, { setPlugged, restart, radioUnit }: Obedient): OrderAnswer {
  if (order.do === "unplug" || order.do === "plug") {
    setPlugged(order.do === "plug");
    return { done: order.do === "unplug" ? "its cable is out" : "its cable is in" };
  }
  if (order.do === "restart") {
    if (radioUnit === undefined) restart();
    else radioUnit.restart("POWER-ON");
    return { done: "it restarts" };
  }
  if (radioUnit === undefined) return { refused: "its NETCONF server does not run" };
  switch (order.do) {
    case "fault":
      radioUnit.setFaults(order.faults);
      return {
        done: order.faults.length === 0 ? "nothing is wrong with it" : `it has: ${order.faults.join(", ")}`,
      };
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
