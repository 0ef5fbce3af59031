/** The NETCONF server of an emulated Radio Unit, on the addresses that DHCPv6 gives it. */
import type { Ipv6Address } from "../../net/parse-ipv6.ts";
import type { FaultKind } from "./faults/faults.ts";
import { connectFromNamespace, listenInNamespace } from "./namespace-sockets.ts";
import { createSimulatedRadioUnit, type SimulatedRadioUnit } from "./simulated-radio-unit.ts";
import { fetchFirmware } from "./software/fetch-firmware.ts";
import { createSshServer } from "./ssh-server.ts";

export type NetconfPlace = {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly faults: readonly FaultKind[];
  readonly serialNumber: string;
  /** Called when the Radio Unit restarts: it listens no more by then. */
  readonly onRestart: () => void;
};

export type RunningNetconf = {
  readonly radioUnit: SimulatedRadioUnit;
  /** Listens on an address from now on. @throws LibcError where it cannot be listened on */
  readonly listen: (address: Ipv6Address) => Promise<void>;
  /** Cuts every session, and listens no more. */
  readonly stop: () => void;
  readonly close: () => void;
};

/** Makes it; it does not listen yet. */
export async function createNetconf(place: NetconfPlace): Promise<RunningNetconf> {
  const { namespace, port, user, password } = place;
  let address: Ipv6Address = 0n;
  const radioUnit = createSimulatedRadioUnit({
    productCode: "EMULATED",
    serialNumber: place.serialNumber,
    fetchFile: (url, secret) =>
      fetchFirmware(url, secret, (host, hostPort) => connectFromNamespace(namespace, host, hostPort)),
    onRestart: () => {
      server.stop();
      place.onRestart();
    },
    onFaults: () => server.takeFaults(),
  });
  const listenAt = () => ({ fd: listenInNamespace(namespace, address, port) });
  const server = await createSshServer(() => radioUnit, { listenAt, user, password });
  radioUnit.setFaults(place.faults);
  return {
    radioUnit,
    listen: async (at) => {
      address = at;
      await server.start();
    },
    stop: () => {
      radioUnit.drop();
      server.stop();
    },
    close: () => {
      radioUnit.close();
      server.stop();
    },
  };
}
