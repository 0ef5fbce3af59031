/** Opens shared memory as ports of the switch: one server for all ports of a socket. */
import { prepareRaising } from "../../../libc/shared/raise.ts";
import { createWakeups } from "../../../libc/shared/wakeups.ts";
import type { SharedMemoryEndpoint } from "../../../vlan/configuration.ts";
import { type MemifServer, type Seat, serveMemif } from "../../memif/server.ts";
import type { OpenPort } from "../port.ts";
import { createShmPort } from "./shm-port.ts";

type Place = { readonly server: MemifServer; readonly seats: Map<number, Seat> };

export type ShmOpener = { readonly open: OpenPort<SharedMemoryEndpoint>; readonly close: () => void };

/** @param log says which peer's connection was ended, and why */
export function createShmOpener(log: (text: string) => void): ShmOpener {
  const wakeups = createWakeups();
  const places = new Map<string, Place>();
  const findPlace = (path: string): Place => {
    const known = places.get(path);
    if (known !== undefined) return known;
    const seats = new Map<number, Seat>();
    const place = { seats, server: serveMemif(path, seats, (text) => log(`shm ${path}: ${text}`)) };
    places.set(path, place);
    return place;
  };
  return {
    open: (endpoint, events) => {
      const { socket, id } = endpoint;
      prepareRaising();
      const { seats, server } = findPlace(socket);
      const release = () => {
        seats.delete(id);
        if (seats.size > 0) return server.openToAllowed();
        places.delete(socket);
        server.close();
      };
      const { port, seat } = createShmPort(events, wakeups, endpoint, {
        onAccess: server.openToAllowed,
        onClose: release,
      });
      seats.set(id, seat);
      server.openToAllowed();
      return port;
    },
    close: wakeups.close,
  };
}
