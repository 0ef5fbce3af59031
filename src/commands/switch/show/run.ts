/** `ors switch show`. */
import type { Run } from "../../../console/command.ts";
import type { ValuesOf } from "../../../console/definition.ts";
import { printReport } from "../../../console/print-report.ts";
import type { Terminal } from "../../../console/terminal.ts";
import { exitCode, FailureError } from "../../../issue/exit-code.ts";
import { askSwitch, type SwitchAnswer } from "../../../link/switch/control/ask-switch.ts";
import { questionMark } from "../../../link/switch/control/protocol.ts";
import {
  formatSwitchAddresses,
  formatSwitchCounters,
  formatSwitchPorts,
  formatSwitchVlans,
} from "../../../report/switch/format.ts";
import { formatSwitchPicture } from "../../../report/switch/picture.ts";
import {
  makeSwitchAddressesReport,
  makeSwitchConfigurationReport,
  makeSwitchCountersReport,
  makeSwitchPortsReport,
  makeSwitchReport,
  makeSwitchVlansReport,
  type SwitchAddress,
  type SwitchCounters,
  type SwitchPicture,
  type SwitchPort,
  type SwitchText,
  type SwitchVlan,
} from "../../../report/switch/reports.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { what, control, json }) => {
  const answer = await askSwitch(control, `${questionMark}${what}`);
  if (!answer.ok)
    throw new FailureError(`${control}: the switch does not know "${what}": is it of another version?`);
  show[what](terminal, answer, json);
  return exitCode.good;
};

type Noun = ValuesOf<typeof definition>["what"];
type Show = (terminal: Terminal, answer: SwitchAnswer, json: boolean) => void;

/** Rows are of the type that was asked for: both ends are one program. */
const show: Readonly<Record<Noun, Show>> = {
  picture: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchReport(rows[0] as SwitchPicture), json, (picture) =>
      formatSwitchPicture(picture, terminal),
    ),
  ports: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchPortsReport(rows as SwitchPort[]), json, ({ ports }) =>
      formatSwitchPorts(ports, terminal.paint),
    ),
  vlans: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchVlansReport(rows as SwitchVlan[]), json, ({ vlans }) =>
      formatSwitchVlans(vlans),
    ),
  addresses: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchAddressesReport(rows as SwitchAddress[]), json, ({ addresses }) =>
      formatSwitchAddresses(addresses),
    ),
  counters: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchCountersReport(rows as SwitchCounters[]), json, ({ ports }) =>
      formatSwitchCounters(ports),
    ),
  configuration: (terminal, { rows }, json) =>
    printReport(terminal, makeSwitchConfigurationReport(rows[0] as SwitchText), json, ({ text }) => [
      text.trimEnd(),
    ]),
};
