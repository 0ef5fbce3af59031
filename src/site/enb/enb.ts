/** The eNB/gNB of a site: everything of the instance's own parameters. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import type { Issue } from "../../issue/issue.ts";
import { byDefault, computed, getOrigins, given, givenOr } from "../resolved.ts";
import type { RadioUnit } from "../site.ts";
import { type CellKinds, resolveCoreNetwork } from "./core-network.ts";
import { resolveIdentity } from "./enb-identity.ts";
import type { Enb } from "./enb-type.ts";
import { type AllCells, resolveHandover } from "./handover.ts";
import { getOperationEntries, resolveOperation } from "./operation.ts";
import { resolveRemoteApi } from "./remote-api.ts";

/** The issues are those of identity, core network and remote API. */
export function resolveEnb(
  instance: Instance,
  kinds: CellKinds,
  radioUnits: readonly RadioUnit[],
  allCells: AllCells,
): { readonly enb: Enb; readonly issues: readonly Issue[] } {
  const { configuration } = instance;
  const identity = resolveIdentity(instance, kinds);
  const coreNetwork = resolveCoreNetwork(instance, kinds);
  const remoteApi = resolveRemoteApi(instance);
  const settings = resolveSettings(configuration);
  const handover = resolveHandover(configuration, instance.layout.layout, allCells);
  const driver = chooseRfDriver(radioUnits);
  const { enb_config_link: url, enb_config_version: version } = configuration;
  const enb: Enb = {
    ...identity.identity,
    ...coreNetwork.core,
    comAddr: remoteApi.address,
    websocketPassword: remoteApi.password,
    layout: instance.layout.layout,
    logPhyDebug: settings.log_phy_debug.value,
    handover: handover.handover,
    rfDriver: { name: driver.value, gpsSync: settings.gps_sync.value },
    configLink: url === undefined ? null : { url, version: version ?? null },
    operation: resolveOperation(instance, remoteApi),
    origins: getOrigins({
      enb_cfg_layout: explainLayout(instance),
      ...identity.origins,
      ...coreNetwork.origins,
      ...remoteApi.origins,
      ...settings,
      rf_driver: driver,
      ...handover.origins,
      ...getOperationEntries(configuration),
      enb_config_link: url === undefined ? null : given(url, "configuration", "enb_config_link"),
      enb_config_version:
        version === undefined ? null : given(version, "configuration", "enb_config_version"),
    }),
  };
  return { enb, issues: [...identity.issues, ...coreNetwork.issues, ...remoteApi.issues] };
}

/** Parameters with a plain default, by their names, in the order in which they are shown. */
function resolveSettings(configuration: Instance["configuration"]) {
  const flag = (parameter: FlagSetting) =>
    givenOr<boolean>(
      configuration[parameter],
      ["configuration", parameter],
      byDefault(enbDefaults[parameter], "the instance"),
    );
  return {
    log_phy_debug: flag("log_phy_debug"),
    gps_sync: flag("gps_sync"),
    testing: flag("testing"),
  };
}

type FlagSetting = "log_phy_debug" | "gps_sync" | "testing";

/** Hardware is opened wherever one Radio Unit is active, and for CPRI always. */
function chooseRfDriver(radioUnits: readonly RadioUnit[]) {
  const idle = radioUnits.every(({ link, txrxActive }) => link.kind === "sdr" && txrxActive === "INACTIVE");
  const rule = "dummy where all Radio Units are SDR and none is ACTIVE, else sdr";
  return computed<"dummy" | "sdr">(idle ? "dummy" : "sdr", rule);
}

function explainLayout({ layout: { layout, by } }: Instance) {
  if (by === "enb_cfg_layout") return given(layout, "configuration", by);
  if (by === null) return computed(layout, "nothing in configuration is of the newer form");
  return computed(layout, `${by} is of the newer form`);
}
