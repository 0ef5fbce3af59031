/** What `ors new` prints: a complete parameter file to start from. */
import type * as z from "zod";
import { error, type Issue, type Outcome, place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { formatIpv6Address, getLastAddress, parseSurroundingNetwork } from "../net/ipv6-network.ts";
import { enbDefaults } from "./defaults.ts";
import { formatChoices } from "./fields/field.ts";
import { identifierBits, maxRadioUnits, nrPci, shortPreambleRootSequenceIndex } from "./limits.ts";
import type { RadioUnitKind } from "./radio-units/kind.ts";
import { defaultRadioUnitKind, radioUnitKindNames } from "./radio-units/names.ts";
import { radioUnitKinds } from "./radio-units/radio-unit-kinds.ts";
import { nrCellSchema } from "./schema/cell.ts";
import { enbSchema } from "./schema/enb.ts";
import { type Entries, formatYamlBlock } from "./text/yaml-block.ts";

export type NewOptions = {
  /** 0 to 1023, one cell each. */
  readonly ruCount: number;
  readonly ruType?: string | undefined;
  readonly slaptap?: string | undefined;
  /** IPv6 range of the slaptap, with or without host bits. */
  readonly range?: string | undefined;
  /** URL of the schema of such files, for editors. */
  readonly schema?: string | undefined;
};

type Addresses = { readonly network: string; readonly gateway: string; readonly addr: string };

export const newDefaults = {
  ruType: defaultRadioUnitKind,
  slaptap: "slaptap0",
  range: "2001:db8:0:66:a200::/71",
} as const;

/** Two carriers of n78: cells beyond the physical cell identities of one go to the other. */
const carriers = [630000, 640000] as const;

/** Commented YAML that {@link load} accepts, with a cell on each Radio Unit; every optional parameter is shown once. */
export function makeParameterFile(options: NewOptions): Outcome<string> {
  const {
    ruCount,
    ruType = newDefaults.ruType,
    slaptap = newDefaults.slaptap,
    range = newDefaults.range,
  } = options;
  const kind = radioUnitKinds.find(({ name }) => name === ruType);
  const addresses = makeAddresses(range);
  const issues: Issue[] = [];
  if (!Number.isInteger(ruCount) || ruCount < 0 || ruCount > maxRadioUnits) {
    issues.push(error(place(), `${ruCount} Radio Units`, `an integer from 0 to ${maxRadioUnits}`));
  }
  if (kind === undefined) {
    issues.push(
      error(place(), `unknown kind of Radio Unit ${quote(ruType)}`, formatChoices(radioUnitKindNames)),
    );
  }
  if (addresses === undefined) {
    issues.push(error(place(), `${quote(range)} is not an IPv6 range`, `such as ${newDefaults.range}`));
  }
  if (issues.length > 0 || kind === undefined || addresses === undefined) return { value: undefined, issues };
  const file = formatFile(ruCount, kind, slaptap, addresses);
  return {
    value: options.schema === undefined ? file : `${formatSchemaLine(options.schema)}\n${file}`,
    issues,
  };
}

/** What editors with yaml-language-server complete and check the file by. */
function formatSchemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${schema}`;
}

function formatFile(ruCount: number, kind: RadioUnitKind, slaptap: string, addresses: Addresses): string {
  return [
    "# Parameters of an eNB/gNB instance. SlapOS hands the same over; `ors check --instance FILE` looks at them.",
    "# What is commented out is optional and shows its default, if it has one.",
    "",
    "# The partition, and its addresses.",
    ...formatYamlBlock({
      "instance-title": "enb",
      "slap-computer-partition-id": "slappart0",
      "ipv6-random": "2001:db8::1",
      "ipv4-random": "10.0.0.1",
      "lan-ipv4": "192.0.2.1",
    }),
    "",
    "# The TAP that `slapos format` gave to the partition. Its range is split among the Radio Units.",
    ...formatYamlBlock({
      "tap-name": slaptap,
      "tap-ipv6-network": addresses.network,
      "tap-ipv6-gateway": addresses.gateway,
      "tap-ipv6-addr": addresses.addr,
    }),
    "",
    ...formatYamlBlock({ configuration: makeConfiguration(ruCount) }, { configuration: enbSchema }),
    "",
    "# Radio Units, cells, peers and peer cells, by reference.",
    ...(ruCount === 0 ? ["shared: {}"] : ["shared:", ...formatShared(ruCount, kind)]),
    "",
  ].join("\n");
}

/** More cells than fit beside a gNB identity of the default length need a shorter one. */
function makeConfiguration(ruCount: number): Entries {
  const cellBits = Math.ceil(Math.log2(ruCount + 1));
  const bits = identifierBits.nrCellId - cellBits;
  return {
    gnb_id: "0x12345",
    ...(bits < enbDefaults.gnb_id_bits && { gnb_id_bits: bits }),
    amf_list: [{ amf_addr: "127.0.1.100" }],
    plmn_list_5g: [{ plmn: "00101", tac: "0x64" }],
  };
}

/** The first of each kind shows its optional parameters. */
function formatShared(ruCount: number, kind: RadioUnitKind): string[] {
  const numbers = Array.from({ length: ruCount }, (_, i) => i);
  const name = (i: number) => String(i + 1).padStart(Math.max(2, String(ruCount).length), "0");
  const units = numbers.map((i) => ({ [`RU${name(i)}`]: kind.example(i) }));
  const cells = numbers.map((i) => ({ [`CELL${name(i)}`]: makeExampleCell(i, `RU${name(i)}`, ruCount) }));
  const lines = (blocks: readonly Entries[], schema: z.ZodObject) =>
    blocks.flatMap((block, i) =>
      formatYamlBlock(block, i === 0 ? { [Object.keys(block)[0] ?? ""]: schema } : {}, 1),
    );
  return [...lines(units, kind.schema), "", ...lines(cells, nrCellSchema)];
}

/** Cells differ in identity, in physical identity on their carrier, and while there are enough in root sequence. */
export function makeExampleCell(index: number, ru: string, ruCount: number): Entries {
  const pcis = nrPci.max + 1;
  const roots = shortPreambleRootSequenceIndex.max;
  return {
    cell_type: "nr",
    cell_kind: "enb",
    rf_mode: "tdd",
    nr_band: 78,
    dl_nr_arfcn: carriers[Math.floor(index / pcis)] ?? carriers[0],
    bandwidth: 40,
    pci: index % pcis,
    cell_id: `0x${(index + 1).toString(16).padStart(2, "0")}`,
    ...(ruCount > roots && { root_sequence_index: index % (roots + 1) }),
    ru: { ru_type: "ru_ref", ru_ref: ru },
  };
}

/** As `slapos format` gives them: the network by its first host address, which is the gateway; the last address. */
function makeAddresses(range: string): Addresses | undefined {
  const network = parseSurroundingNetwork(range);
  if (network === undefined) return undefined;
  const last = getLastAddress(network);
  const gateway = formatIpv6Address(network.address === last ? last : network.address + 1n);
  return { network: `${gateway}/${network.prefixLength}`, gateway, addr: formatIpv6Address(last) };
}
