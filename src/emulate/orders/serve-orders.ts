/** The control socket of an emulation. */
import { FailureError } from "../../issue/exit-code.ts";
import { serveControl } from "../../mplane/control/server.ts";
import type { EmulatedRadioUnit } from "../radio-unit.ts";
import { findOrderSocket, type OrderAnswer, type OrderRequest, orderRequest } from "./order.ts";

/** @throws FailureError where the socket cannot be made */
export async function serveOrders(
  stateFolder: string,
  radioUnits: readonly EmulatedRadioUnit[],
): Promise<{ readonly close: () => void }> {
  const answer = ({ ru, order }: OrderRequest): OrderAnswer => {
    const radioUnit = radioUnits.find(({ place }) => place.ru === ru);
    if (radioUnit !== undefined) return radioUnit.obey(order);
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
