/** What `ors switch` says, as data. */
import type { Issue } from "../../issue/issue.ts";
import { formatEndpoint, type SwitchConfiguration } from "../../vlan/configuration.ts";
import { formatVlanList } from "../../vlan/vlan-list.ts";
import type {
  switchAddress,
  switchAddressesDocument,
  switchApplyDocument,
  switchCaptureDocument,
  switchChange,
  switchCheckDocument,
  switchConfigurationDocument,
  switchCounters,
  switchCountersDocument,
  switchDocument,
  switchPort,
  switchPortsDocument,
  switchVlan,
  switchVlansDocument,
} from "../documents/switch.ts";
import { makeReport, type Report } from "../report.ts";

export type SwitchPort = Report<typeof switchPort>;
export type SwitchVlan = Report<typeof switchVlan>;
export type SwitchAddress = Report<typeof switchAddress>;
export type SwitchCounters = Report<typeof switchCounters>;
export type SwitchText = { readonly generation: number; readonly text: string };
export type SwitchChange = Report<typeof switchChange>;

/** All of a switch at one moment. */
export type SwitchPicture = Pick<
  Report<typeof switchDocument>,
  "generation" | "ports" | "vlans" | "addresses"
>;

export type SwitchCaptured = Pick<
  Report<typeof switchCaptureDocument>,
  "port" | "file" | "format" | "frames" | "lost" | "end"
>;

export function makeSwitchReport(picture: SwitchPicture): Report<typeof switchDocument> {
  return makeReport("switch", picture, []);
}

export function makeSwitchCaptureReport(captured: SwitchCaptured): Report<typeof switchCaptureDocument> {
  return makeReport("switch-capture", captured, []);
}

export function makeSwitchPortsReport(ports: readonly SwitchPort[]): Report<typeof switchPortsDocument> {
  return makeReport("switch-ports", { ports }, []);
}

export function makeSwitchVlansReport(vlans: readonly SwitchVlan[]): Report<typeof switchVlansDocument> {
  return makeReport("switch-vlans", { vlans }, []);
}

export function makeSwitchAddressesReport(
  addresses: readonly SwitchAddress[],
): Report<typeof switchAddressesDocument> {
  return makeReport("switch-addresses", { addresses }, []);
}

export function makeSwitchCountersReport(
  ports: readonly SwitchCounters[],
): Report<typeof switchCountersDocument> {
  return makeReport("switch-counters", { ports }, []);
}

export function makeSwitchConfigurationReport(taken: SwitchText): Report<typeof switchConfigurationDocument> {
  return makeReport("switch-configuration", taken, []);
}

export function makeSwitchApplyReport(
  applied: {
    readonly dry_run: boolean;
    readonly generation: number;
    readonly changes: readonly SwitchChange[];
  },
  issues: readonly Issue[],
): Report<typeof switchApplyDocument> {
  return makeReport("switch-apply", applied, issues);
}

export function makeSwitchCheckReport(
  { ageing, addresses, ports }: SwitchConfiguration,
  issues: readonly Issue[],
): Report<typeof switchCheckDocument> {
  const rows = ports.map(({ endpoint, trunk, ...port }) => ({
    ...port,
    endpoint: formatEndpoint(endpoint),
    trunk: trunk === null ? null : formatVlanList(trunk),
  }));
  return makeReport("switch-check", { ageing, addresses, ports: rows }, issues);
}
