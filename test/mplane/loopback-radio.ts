/** A simulated Radio Unit behind SSH on the loopback. */
import { connect, createServer } from "node:net";
import type { FaultKind } from "../../src/emulate/netconf/faults/faults.ts";
import {
  createSimulatedRadioUnit,
  type SimulatedRadioUnit,
} from "../../src/emulate/netconf/simulated-radio-unit.ts";
import { fetchFirmware } from "../../src/emulate/netconf/software/fetch-firmware.ts";
import { createSshServer } from "../../src/emulate/netconf/ssh-server.ts";

export type LoopbackRadio = SimulatedRadioUnit & { readonly port: number };

export type LoopbackOptions = {
  readonly password: string;
  readonly host?: "::1" | "127.0.0.1";
  readonly bootMs?: number;
  readonly faults?: readonly FaultKind[];
};

/** Listens until it is closed. */
export async function openLoopbackRadio({
  password,
  host = "::1",
  bootMs = 500,
  faults = [],
}: LoopbackOptions): Promise<LoopbackRadio> {
  const port = await findFreePort(host);
  const radio = createSimulatedRadioUnit({
    productCode: "X1",
    serialNumber: "S1",
    fetchFile: (url, secret) => fetchFirmware(url, secret, (_address, hostPort) => connect(hostPort, host)),
    onRestart: () => server.restart(),
    onFaults: () => server.takeFaults(),
  });
  const listenAt = () => ({ host, port });
  const server = await createSshServer(() => radio, { listenAt, user: "oranuser", password, bootMs });
  await server.start();
  radio.setFaults(faults);
  return {
    ...radio,
    port,
    close: () => {
      radio.close();
      server.close();
    },
  };
}

async function findFreePort(host: string): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, host, done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
