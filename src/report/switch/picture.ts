/** A switch drawn for a person: each VLAN, its ports, and who is behind them. */
import { formatColumns, getWidth } from "../columns.ts";
import type { Paint } from "../paint.ts";
import { countAddresses } from "./count-addresses.ts";
import { groupVlans, type VlanGroup } from "./group-vlans.ts";
import type { SwitchAddress, SwitchPicture, SwitchPort } from "./reports.ts";

export type Canvas = {
  /** Columns of a line. */
  readonly width: number;
  /** Whether lines can be drawn with characters that are not ASCII. */
  readonly isUnicode: boolean;
  readonly paint: Paint;
};

/** Addresses that are drawn of one port in one group; the newest ones. */
export const maxDrawnAddresses = 8;

/** `ors switch show`. Lines keep within the width where names let them. */
export function formatSwitchPicture(picture: SwitchPicture, canvas: Canvas): string[] {
  const { ports, addresses, generation } = picture;
  if (ports.length === 0) return ["no ports"];
  const up = ports.filter(({ is_up }) => is_up).length;
  const count = `${ports.length} ${ports.length === 1 ? "port" : "ports"}, ${up} up`;
  const groups = groupVlans(picture);
  const drawn = groups.map((group) => group.members.map((member) => describeMember(group, member, canvas)));
  const layout = chooseLayout(drawn.flat(), canvas.width);
  return [
    `${count}; ${countAddresses(addresses.length)}; configuration ${generation}`,
    ...groups.flatMap((group, index) => [
      "",
      ...wrapList(group.title, canvas.width),
      ...drawGroup(group, drawn[index] ?? [], layout, canvas),
    ]),
  ];
}

type Member = VlanGroup["members"][number];
/** What stands beside each other: the port, up or down, how it has the VLAN; and its endpoint. */
type DrawnMember = { readonly cells: readonly string[]; readonly endpoint: string };

function describeMember({ members }: VlanGroup, { port, isTagged }: Member, canvas: Canvas): DrawnMember {
  const isLast = members.at(-1)?.port === port;
  const state = canvas.paint(port.is_up ? "green" : "red", port.is_up ? "up" : "down");
  const how = [...(isTagged ? ["tagged"] : ["untagged"]), ...(port.isolated ? ["isolated"] : [])].join(", ");
  return { cells: [`${findBranch(port, isLast, canvas)} ${port.name}`, state, how], endpoint: port.endpoint };
}

/** Rows of all ports in columns, with the endpoint beside them where there is room for that. */
type Layout = { readonly rows: ReadonlyMap<DrawnMember, string>; readonly isNarrow: boolean };

function chooseLayout(drawn: readonly DrawnMember[], width: number): Layout {
  const wide = formatColumns(drawn.map(({ cells, endpoint }) => [...cells, endpoint]));
  const isNarrow = wide.some((line) => getWidth(line) > width);
  const lines = isNarrow ? formatColumns(drawn.map(({ cells }) => cells)) : wide;
  return { rows: new Map(drawn.map((member, index) => [member, lines[index] ?? ""])), isNarrow };
}

function drawGroup(
  { members, addresses, vlanCount }: VlanGroup,
  drawn: readonly DrawnMember[],
  { rows, isNarrow }: Layout,
  canvas: Canvas,
): string[] {
  return members.flatMap(({ port }, index) => {
    const member = drawn[index];
    if (member === undefined) return [];
    const stem = `${index === members.length - 1 ? " " : canvas.isUnicode ? "│" : "|"}    `;
    const own = addresses.get(port.name) ?? [];
    return [
      rows.get(member) ?? "",
      ...(isNarrow ? [`${stem}${member.endpoint}`] : []),
      ...drawAddresses(own, vlanCount > 1).map((line) => `${stem}${line}`),
    ];
  });
}

function drawAddresses(addresses: readonly SwitchAddress[], withVlan: boolean): string[] {
  const newest = [...addresses].sort((a, b) => a.age - b.age);
  const rows = newest
    .slice(0, maxDrawnAddresses)
    .map(({ mac, vlan, age }) => [mac, ...(withVlan ? [`VLAN ${vlan}`] : []), `${Math.floor(age)} s ago`]);
  const more = newest.length - rows.length;
  return [...formatColumns(rows), ...(more > 0 ? [`and ${more} more: \`ors switch show addresses\``] : [])];
}

/** An isolated port hangs by a line of dots: it does not reach the others that do. */
function findBranch({ isolated }: SwitchPort, isLast: boolean, { isUnicode }: Canvas): string {
  if (!isUnicode) return `${isLast ? "`" : "|"}${isolated ? "." : "-"}`;
  return `${isLast ? "└" : "├"}${isolated ? "┄" : "─"}`;
}

/** `VLANs 1, 5-7` in as many lines as it takes. */
function wrapList(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + part.length > width)
      lines.push(lines.length === 0 ? part : `  ${part}`);
    else lines[lines.length - 1] = `${line} ${part}`;
  }
  return lines;
}
