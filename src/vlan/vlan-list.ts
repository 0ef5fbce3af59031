/** Lists of VLANs as text: `all`, `100`, `100,200-220`. */
import { vlanId } from "./limits.ts";

/** Both ends belong to it. */
export type VlanRange = { readonly first: number; readonly last: number };

/** Ascending, without overlaps and without neighbours that could be one. */
export type VlanList = readonly VlanRange[];

/** What {@link parseVlanList} asks for, for messages. */
export const vlanListRule = `"all", or numbers and ranges from ${vlanId.min} to ${vlanId.max}: "100,200-220"`;

export const everyVlan: VlanList = [{ first: vlanId.min, last: vlanId.max }];
const everyWord = "all";

/** A list of VLANs; undefined where the text is not one. Order and repetition do not matter. */
export function parseVlanList(text: string): VlanList | undefined {
  if (text.trim() === everyWord) return everyVlan;
  const ranges: VlanRange[] = [];
  for (const part of text.split(",")) {
    const range = parseRange(part.trim());
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return joinRanges(ranges);
}

/** The shortest text of a list. */
export function formatVlanList(list: VlanList): string {
  const [only] = list;
  if (list.length === 1 && only?.first === vlanId.min && only.last === vlanId.max) return everyWord;
  return list.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

/** A list with what both have. */
export function joinVlans(list: VlanList, other: VlanList): VlanList {
  return joinRanges([...list, ...other]);
}

/** What the first list has and the second has not. */
export function subtractVlans(list: VlanList, other: VlanList): VlanList {
  return other.reduce<VlanList>((left, hole) => left.flatMap((range) => cutRange(range, hole)), list);
}

/** The VLANs of a list that a condition holds for. */
export function filterVlans(list: VlanList, holds: (vlan: number) => boolean): VlanList {
  const found: { first: number; last: number }[] = [];
  for (const { first, last } of list) {
    for (let vlan = first; vlan <= last; vlan++) {
      if (!holds(vlan)) continue;
      const before = found.at(-1);
      if (before?.last === vlan - 1) before.last = vlan;
      else found.push({ first: vlan, last: vlan });
    }
  }
  return found;
}

export function includesVlan(list: VlanList, vlan: number): boolean {
  return list.some(({ first, last }) => first <= vlan && vlan <= last);
}

/** Calls back with every VLAN of a list, ascending. */
export function eachVlan(list: VlanList, use: (vlan: number) => void): void {
  for (const { first, last } of list) for (let vlan = first; vlan <= last; vlan++) use(vlan);
}

const rangeText = /^(\d{1,4})(?:-(\d{1,4}))?$/;

function parseRange(text: string): VlanRange | undefined {
  const [found, from, to = from] = rangeText.exec(text) ?? [];
  if (found === undefined) return undefined;
  const [first, last] = [Number(from), Number(to)];
  return first >= vlanId.min && first <= last && last <= vlanId.max ? { first, last } : undefined;
}

function joinRanges(ranges: readonly VlanRange[]): VlanList {
  const joined: VlanRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = joined.at(-1);
    if (before === undefined || range.first > before.last + 1) joined.push(range);
    else joined[joined.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
  }
  return joined;
}

/** What is left of a range on either side of a hole. */
function cutRange({ first, last }: VlanRange, hole: VlanRange): VlanRange[] {
  const before = { first, last: Math.min(last, hole.first - 1) };
  const behind = { first: Math.max(first, hole.last + 1), last };
  return [before, ...(hole.first > last ? [] : [behind])].filter((range) => range.first <= range.last);
}
