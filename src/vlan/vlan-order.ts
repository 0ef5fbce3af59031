/** VLANs in an order that matters, as those that a Radio Unit tries: `30,10,100-110`. */
import { quote } from "../issue/quote.ts";
import { vlanId } from "./limits.ts";
import { eachVlan, parseVlanList, type VlanList } from "./vlan-list.ts";

type Parsed<T> = { readonly value: T } | { readonly what: string; readonly expected: string };

const form = `numbers and ranges from ${vlanId.min} to ${vlanId.max}`;

/** Each VLAN once, in the order of the text. */
export function parseVlanOrder(text: string): Parsed<readonly number[]> {
  const order = new Set<number>();
  const repeated: number[] = [];
  for (const part of text.split(",")) {
    const list = parseVlanList(part);
    if (list === undefined) {
      return { what: `${quote(part)} is not a VLAN`, expected: `${form}, in their order: "30,10,100-110"` };
    }
    eachVlan(list, (vlan) => {
      if (order.has(vlan)) repeated.push(vlan);
      order.add(vlan);
    });
  }
  const [first] = repeated;
  if (first === undefined) return { value: [...order] };
  return { what: `VLAN ${first} is there twice`, expected: "each VLAN once" };
}

/** One range, `1-4094` or `all`. */
export function parseVlanRange(text: string): Parsed<VlanList> {
  const list = parseVlanList(text);
  if (list?.length === 1 && !text.includes(",")) return { value: list };
  return {
    what: `${quote(text)} is not a range of VLANs`,
    expected: `"all", or the lowest and the highest: "1-200"`,
  };
}
