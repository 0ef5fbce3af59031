/** The NETCONF server of an emulated Radio Unit, on the address that DHCPv6 gave it. */
import type { Ipv6Address } from "../../net/parse-ipv6.ts";
import type { FaultKind } from "./faults/faults.ts";
import { connectFromNamespace, listenInNamespace } from "./namespace-sockets.ts";
import { createSimulatedRadioUnit, type SimulatedRadioUnit } from "./simulated-radio-unit.ts";
import { fetchFirmware } from "./software/fetch-firmware.ts";
import { createSshServer } from "./ssh-server.ts";

export type NetconfPlace = {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly address: Ipv6Address;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly faults: readonly FaultKind[];
  readonly serialNumber: string;
  /** Milliseconds of a restart. */
  readonly bootMs: number;
};

export type RunningNetconf = { readonly radioUnit: SimulatedRadioUnit; readonly close: () => void };

/** @throws LibcError where the address cannot be listened on */
export async function runNetconf(place: NetconfPlace): Promise<RunningNetconf> {
  const { namespace, address, port, user, password, bootMs } = place;
  const radioUnit = createSimulatedRadioUnit({
    productCode: "EMULATED",
    serialNumber: place.serialNumber,
    fetchFile: (url, secret) =>
      fetchFirmware(url, secret, (host, hostPort) => connectFromNamespace(namespace, host, hostPort)),
    onRestart: () => server.restart(),
    onFaults: () => server.takeFaults(),
  });
  const listenAt = () => ({ fd: listenInNamespace(namespace, address, port) });
  const server = await createSshServer(() => radioUnit, { listenAt, user, password, bootMs });
  await server.start();
  radioUnit.setFaults(place.faults);
  return {
    radioUnit,
    close: () => {
      radioUnit.close();
      server.close();
    },
  };
}
