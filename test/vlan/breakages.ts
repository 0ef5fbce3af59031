/** Ways to break the switch that matter: edits of its sources, each with a name. A test looks whether each is noticed. */

export type Breakage = {
  readonly name: string;
  /** Below src/link/switch/. */
  readonly file: string;
  /** Text that is there once. */
  readonly from: string;
  readonly to: string;
  /** A second edit of the file. */
  readonly also?: { readonly from: string; readonly to: string };
};

const judge = "core/judge.ts";
const repetition = "core/repetition.ts";
const table = "core/address-table.ts";
const tables = "core/tables.ts";
const takeOver = "take-over.ts";

export const breakages: readonly Breakage[] = [
  {
    name: "no ingress filter",
    file: judge,
    from: "if (!isAllowed) return drop(core, port, dropReason.vlan);",
    to: "",
  },
  {
    name: "learning before the filter",
    file: judge,
    from: "if (isAllowed && own !== 1) learn(",
    to: "if (own !== 1) learn(",
  },
  {
    name: "a pause frame teaches its source",
    file: judge,
    from: "if (isAllowed && own !== 1) learn(",
    to: "if (isAllowed) learn(",
  },
  {
    name: "reserved addresses teach nothing",
    file: judge,
    from: "if (isAllowed && own !== 1) learn(",
    to: "if (isAllowed && own === 0) learn(",
  },
  {
    name: "reserved addresses are forwarded",
    file: judge,
    from: "if (own !== 0) return drop(core, port, dropReason.reserved);",
    to: "",
  },
  {
    name: "a BPDU is reserved",
    file: judge,
    from: "(second & 0xf0ff) === 0 ? (second >>> 8) & 0xf : 0",
    to: "(second & 0xf0ff) === 0 ? ((second >>> 8) & 0xf || 15) : 0",
  },
  {
    name: "more addresses are reserved than there are",
    file: judge,
    from: "(second & 0xf0ff) === 0",
    to: "(second & 0x00ff) === 0",
  },
  {
    name: "shared learning: known in one VLAN is known in all",
    file: judge,
    from: "learn(core, low, (vlan << 16) | high, port, now)",
    to: "learn(core, low, high, port, now)",
    also: { from: "const high = (vlan << 16) | (", to: "const high = (" },
  },
  {
    name: "hairpin: a frame goes back where it came from",
    file: judge,
    from: "if (known === port) return drop(core, port, dropReason.same_port);",
    to: "",
  },
  {
    name: "a flooded frame goes back where it came from",
    file: judge,
    from: "if (word === port >>> 5) mask &= ~getBit(port);",
    to: "",
  },
  {
    name: "PCP and DEI are lost",
    file: judge,
    from: "tci[index] = (tag & 0xf000) | vlan;",
    to: "tci[index] = vlan;",
  },
  { name: "DEI is lost", file: judge, from: "(tag & 0xf000) | vlan", to: "(tag & 0xe000) | vlan" },
  {
    name: "a priority tag has no VLAN",
    file: judge,
    from: "(tag & 0xfff) === 0 ? (core.tables.ownVlan[port] as number) : tag & 0xfff",
    to: "type === customerTag ? tag & 0xfff : (core.tables.ownVlan[port] as number)",
  },
  {
    name: "the tag is ignored",
    file: judge,
    from: "type === customerTag ? swapBytes((header[at + 3] as number) >>> 16) : 0",
    to: "0",
  },
  {
    name: "a service tag counts as a tag",
    file: judge,
    from: "const tag = type === customerTag ?",
    to: "const tag = type === customerTag || type === serviceTag ?",
  },
  {
    name: "a group's address may be a source",
    file: judge,
    from: "(low & 1) === 1 || (low === 0 && high === 0)",
    to: "low === 0 && high === 0",
  },
  {
    name: "zero may be a source",
    file: judge,
    from: "(low & 1) === 1 || (low === 0 && high === 0)",
    to: "(low & 1) === 1",
  },
  {
    name: "half an address that is zero counts as zero",
    file: judge,
    from: "(low === 0 && high === 0)",
    to: "low === 0",
  },
  {
    name: "short frames with a tag are taken",
    file: judge,
    from: "return size < minTaggedFrame && (",
    to: "return size < 16 && (",
  },
  {
    name: "short frames without a tag are refused",
    file: judge,
    from: "size < minFrame ||",
    to: "size < 16 ||",
  },
  {
    name: "frames go to ports that are down",
    file: judge,
    from: "(members[vlan * words + word] as number) & (up[word] as number)",
    to: "members[vlan * words + word] as number",
  },
  {
    name: "isolated ports flood each other",
    file: judge,
    from: "if (isCut) mask &= ~(isolated[word] as number);",
    to: "",
  },
  {
    name: "isolated ports reach each other's stations",
    file: judge,
    from: "return !hasBit(tables.isolated, to) || !hasBit(tables.isolated, from);",
    to: "return true;",
  },
  {
    name: "isolated ports reach nobody",
    file: judge,
    from: "return !hasBit(tables.isolated, to) || !hasBit(tables.isolated, from);",
    to: "return !hasBit(tables.isolated, from);",
  },
  {
    name: "masks have one word",
    file: judge,
    from: "for (let word = 0; word < words; word++) {",
    to: "for (let word = 0; word < 1; word++) {",
  },
  {
    name: "no flood limit",
    file: judge,
    from: "if ((counts[port] as number) >= limit) return true;",
    to: "",
  },
  {
    name: "the flood limit is never lifted",
    file: judge,
    from: "if (floodSecond[port] !== second) {",
    to: "if (floodSecond[port] === -2) {",
  },
  {
    name: "a frame that follows one with another tag goes where that went",
    file: repetition,
    from: "isTagged === 1 ? -1 : 0xffff",
    to: "0xffff",
  },
  {
    name: "a frame that follows one to the same station is not looked at for its source",
    file: repetition,
    from: " || header[at + 2] !== three",
    to: "",
  },
  {
    name: "a frame that follows a good one may be short",
    file: repetition,
    from: "if (size < minTaggedFrame || size > maxFrame) break;",
    to: "",
  },
  {
    name: "a source that cannot be learned is counted with the first frame of a run",
    file: judge,
    from: " && tableFull[port] === full",
    to: "",
  },
  {
    name: "a station that moves is not followed",
    file: table,
    from: "if (getPort(table, place) === port && !isOld",
    to: "if (!isOld",
  },
  {
    name: "known stations are not noted again",
    file: table,
    from: "    table.places[place + 2] = now;\n",
    to: "",
  },
  { name: "addresses never age", file: table, from: ">>> 0 >= ageing;", to: ">>> 0 >= Infinity;" },
  { name: "addresses age a tick late", file: table, from: ">>> 0 >= ageing;", to: ">>> 0 > ageing;" },
  {
    name: "no limit of addresses",
    file: table,
    from: "if ((counts[port] as number) >= table.limit) return learning.full;",
    to: "",
  },
  {
    name: "old addresses count against the limit",
    file: table,
    from: "if ((counts[port] as number) >= table.limit) forgetOld(table, now);",
    to: "",
  },
  {
    name: "a place is freed without moving up those behind it",
    file: table,
    from: "if (((index - home) & last) < ((index - hole) & last)) continue;",
    to: "continue;",
  },
  {
    name: "access ports have their VLAN only as a trunk would",
    file: tables,
    from: "ownVlan[number] = getOwnVlan(port);",
    to: "ownVlan[number] = port.native ?? 0;",
  },
  {
    name: "everything leaves with a tag",
    file: "port.ts",
    from: "ownVlan === (tci & 0xfff) ? untagged : tci",
    to: "tci",
  },
  {
    name: "everything leaves without a tag",
    file: "port.ts",
    from: "ownVlan === (tci & 0xfff) ? untagged : tci",
    to: "untagged",
  },
  {
    name: "flooded frames go to ports that take them as they are only",
    file: "forward.ts",
    from: "sendToThose(one, frames, index, !isTagged);",
    to: "",
  },
  {
    name: "flush all: a configuration forgets every address",
    file: takeOver,
    from: "if (lost.size === 0) return;\n  forgetAddresses(addresses, (port, vlan) => includesVlan(lost.get(port) ?? [], vlan));",
    to: "forgetAddresses(addresses, () => true);",
  },
  {
    name: "flush all of a port that lost one VLAN",
    file: takeOver,
    from: "includesVlan(lost.get(port) ?? [], vlan)",
    to: "lost.has(port)",
  },
  {
    name: "flush none: VLANs that a port lost are remembered",
    file: takeOver,
    from: "findLostVlans(old.configuration, now.configuration)",
    to: "[]",
  },
  {
    name: "flush none: ports that left are remembered",
    file: takeOver,
    from: " : everyVlan;",
    to: " : [];",
  },
  {
    name: "a port that goes down is remembered",
    file: "line.ts",
    from: "if (!isUp && isKnown) forgetAddresses(addresses, (owner) => owner === port);",
    to: "",
  },
  {
    name: "a port that goes down stays up",
    file: "line.ts",
    from: "up[word] = (up[word] as number) ^ bit;",
    to: "up[word] = (up[word] as number) | bit;",
  },
];
