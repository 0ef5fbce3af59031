/** A simulated Radio Unit behind SSH on the loopback. */
import { connect } from "node:net";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import {
  createSimulatedRadioUnit,
  type SimulatedRadioUnit,
} from "../../src/emulate/netconf/simulated-radio-unit.ts";
import { fetchFirmware } from "../../src/emulate/netconf/software/fetch-firmware.ts";
import { createSshServer } from "../../src/emulate/netconf/ssh-server.ts";
import { takePort } from "../support/ports.ts";

export type LoopbackRadio = SimulatedRadioUnit & { readonly port: number };

export type LoopbackOptions = {
  readonly password: string;
  readonly host?: "::1" | "127.0.0.1";
  readonly bootMs?: number;
  readonly faults?: readonly FaultKind[];
  /** Called when it restarts, before it listens again. */
  readonly onRestart?: () => void;
};

/** Listens until it is closed. */
export async function openLoopbackRadio({
  password,
  host = "::1",
  bootMs = 500,
  faults = [],
  onRestart = () => {},
}: LoopbackOptions): Promise<LoopbackRadio> {
  const port = await takePort(host);
  const radio = createSimulatedRadioUnit({
    productCode: "X1",
    serialNumber: "S1",
    fetchFile: (url, secret) => fetchFirmware(url, secret, (_address, hostPort) => connect(hostPort, host)),
    onRestart: () => {
      onRestart();
      server.restart(bootMs);
    },
    onFaults: () => server.takeFaults(),
  });
  const listenAt = () => ({ host, port });
  const server = await createSshServer(() => radio, { listenAt, user: "oranuser", password });
  // as it starts: one that listened first and otherwise then would be gone for a moment
  for (const fault of faults) radio.device.faults.add(fault);
  await server.start();
  radio.setFaults(faults);
  return {
    ...radio,
    port,
    close: () => {
      radio.close();
      server.stop();
    },
  };
}
