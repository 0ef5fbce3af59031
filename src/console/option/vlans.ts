/** Options that are VLANs. */
import { formatVlanList, type VlanList } from "../../vlan/vlan-list.ts";
import { parseVlanOrder, parseVlanRange } from "../../vlan/vlan-order.ts";
import { type Kind, makeOption, type Option, type OptionValue, type Settings } from "./option.ts";

/** VLANs, each once, in an order that matters. */
export function vlanOrder<const S extends Settings<readonly number[]>>(
  settings: S,
): Option<OptionValue<readonly number[], S>> {
  return makeOption(orderKind, settings);
}

/** One range of VLANs. */
export function vlanRange<const S extends Settings<VlanList>>(settings: S): Option<OptionValue<VlanList, S>> {
  return makeOption(rangeKind, settings);
}

const orderKind: Kind<readonly number[]> = {
  metavar: "<list>",
  completion: { kind: "nothing" },
  format: (vlans) => vlans.join(","),
  parse: parseVlanOrder,
};

const rangeKind: Kind<VlanList> = {
  metavar: "<range>",
  completion: { kind: "nothing" },
  format: formatVlanList,
  parse: parseVlanRange,
};
