/** Ports as people name them: `tap:slaptap16`, `packet:slaptap16`, `shm:sim.sock#1`, `held:NAME`. */
import { sharedMemoryId } from "../../vlan/limits.ts";

export type PortName =
  /** A TAP's own end, or an interface as the kernel has it. */
  | { readonly kind: "tap" | "packet"; readonly name: string }
  /** The socket of a memif server. */
  | { readonly kind: "shm"; readonly socket: string; readonly id: number }
  /** One of a holder. */
  | { readonly kind: "held"; readonly name: string };

export const portForms = "tap:NAME, packet:NAME, shm:SOCKET, shm:SOCKET#ID or held:NAME";

/** Null where the text is not a port. */
export function parsePortName(text: string): PortName | null {
  const [, kind, rest = ""] = /^(tap|packet|shm|held):(.+)$/s.exec(text) ?? [];
  switch (kind) {
    case "tap":
    case "packet":
    case "held":
      return { kind, name: rest };
    case "shm":
      return parseSharedMemory(rest);
    default:
      return null;
  }
}

export function formatPortName(port: PortName): string {
  return port.kind === "shm" ? `shm:${port.socket}#${port.id}` : `${port.kind}:${port.name}`;
}

function parseSharedMemory(text: string): PortName | null {
  const [, socket, id = "0"] = /^([^#]+)(?:#(\d{1,10}))?$/s.exec(text) ?? [];
  if (socket === undefined || Number(id) > sharedMemoryId.max) return null;
  return { kind: "shm", socket, id: Number(id) };
}
