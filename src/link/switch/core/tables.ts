/** Which port has which VLAN, in the form that each frame asks for it. Made anew for each configuration. */
import { getOwnVlan, getVlans, type PortConfiguration } from "../../../vlan/configuration.ts";
import { maxPorts } from "../../../vlan/limits.ts";
import { eachVlan } from "../../../vlan/vlan-list.ts";
import { getBit, maskWords } from "./frames.ts";

export type Tables = {
  /** Words of a mask that are in use: as many as the highest port needs. */
  readonly words: number;
  /** Ports of each VLAN, `words` words a VLAN; none has 0 or 4095. */
  readonly members: Int32Array;
  /** The VLAN of frames without a tag, by port; 0 where it has none. */
  readonly ownVlan: Uint16Array;
  /** Ports that do not reach each other. */
  readonly isolated: Int32Array;
  /** Frames that a port may flood in a second; 0 for no limit. */
  readonly floodLimit: Float64Array;
};

const vlans = 4096;

/** The ports by their numbers; a place without a port is undefined. */
export function createTables(ports: readonly (PortConfiguration | undefined)[]): Tables {
  const words = Math.min(Math.max(1, Math.ceil(ports.length / 32)), maskWords);
  const tables: Tables = {
    words,
    members: new Int32Array(vlans * words),
    ownVlan: new Uint16Array(maxPorts),
    isolated: new Int32Array(words),
    floodLimit: new Float64Array(maxPorts),
  };
  for (const [number, port] of ports.entries()) if (port !== undefined) addPort(tables, number, port);
  return tables;
}

/** Whether a port has a VLAN. */
export function hasVlan(tables: Tables, port: number, vlan: number): boolean {
  return ((tables.members[vlan * tables.words + (port >>> 5)] as number) & getBit(port)) !== 0;
}

function addPort(tables: Tables, number: number, port: PortConfiguration): void {
  const { words, members, ownVlan, isolated, floodLimit } = tables;
  const [word, bit] = [number >>> 5, getBit(number)];
  eachVlan(getVlans(port), (vlan) => {
    const at = vlan * words + word;
    members[at] = (members[at] as number) | bit;
  });
  ownVlan[number] = getOwnVlan(port);
  if (port.isolated) isolated[word] = (isolated[word] as number) | bit;
  floodLimit[number] = port.flood;
}
