/** The control socket of an emulation. */
import { FailureError } from "../../issue/exit-code.ts";
import { serveControl } from "../../mplane/control/server.ts";
import type { EmulatedRow } from "../emulated-row.ts";
import type { EmulatedRadioUnit } from "../radio-unit.ts";
import { findOrderSocket, type OrderAnswer, type OrderRequest, orderRequest } from "./order.ts";

/** How Radio Units are now, and how their frames move. */
export type EmulatedStates = { readonly method: string; readonly rows: readonly EmulatedRow[] };

/**
 * @param listStates of all Radio Units
 * @throws FailureError where the socket cannot be made
 */
export async function serveOrders(
  stateFolder: string,
  radioUnits: readonly EmulatedRadioUnit[],
  listStates: () => EmulatedStates,
): Promise<{ readonly close: () => void }> {
  const answer = (request: OrderRequest): OrderAnswer | EmulatedStates => {
    const { ru } = request;
    if (ru === null) return listStates();
    const radioUnit = radioUnits.find(({ place }) => place.ru === ru);
    if (radioUnit !== undefined)
      return "order" in request ? radioUnit.obey(request.order) : pickState(listStates(), ru);
    const names = radioUnits.map(({ place }) => JSON.stringify(place.ru)).join(", ");
    return { refused: `Radio Unit ${JSON.stringify(ru)} is not emulated; there are: ${names}` };
  };
  try {
    return await serveControl(findOrderSocket(stateFolder), orderRequest, answer);
  } catch (cause) {
    const { message } = cause as Error;
    throw new FailureError(`no control socket in the state folder ${stateFolder} (--state): ${message}`);
  }
}

function pickState({ method, rows }: EmulatedStates, ru: string): EmulatedStates {
  return { method, rows: rows.filter((row) => row.ru === ru) };
}
