/** What services and promises need and enb.cfg does not. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import type { EnbParameters } from "../../instance/schema/enb.ts";
import { byDefault, given, givenOr, type Resolved } from "../resolved.ts";
import type { Operation } from "./enb-type.ts";
import type { RemoteApi } from "./remote-api.ts";

export function resolveOperation({ configuration, layout }: Instance, remoteApi: RemoteApi): Operation {
  return {
    comHost: remoteApi.host,
    comPort: remoteApi.port,
    statsFetchPeriod: configuration.enb_stats_fetch_period ?? enbDefaults.enb_stats_fetch_period,
    maxRxSampleDb: configuration.max_rx_sample_db ?? enbDefaults.max_rx_sample_db,
    minRxtxDelay: configuration.min_rxtx_delay ?? enbDefaults.min_rxtx_delay,
    checksCoreNetwork:
      layout.form === "newer" && (configuration.check_core_network ?? enbDefaults.check_core_network),
    authorizedKey: configuration["user-authorized-key"] || null,
  };
}

/** Origins in the order in which they are shown; passwords and keys are not. */
export function getOperationEntries(configuration: EnbParameters): Record<string, Resolved<unknown> | null> {
  const optional = (parameter: keyof EnbParameters, shown: unknown = configuration[parameter]) =>
    configuration[parameter] === undefined ? null : given(shown, "configuration", parameter);
  const preset = (parameter: keyof EnbParameters & keyof typeof enbDefaults) =>
    givenOr<unknown>(
      configuration[parameter],
      ["configuration", parameter],
      byDefault(enbDefaults[parameter], "the instance"),
    );
  return {
    enb_stats_fetch_period: preset("enb_stats_fetch_period"),
    enb_drb_stats_enabled: preset("enb_drb_stats_enabled"),
    max_rx_sample_db: preset("max_rx_sample_db"),
    min_rxtx_delay: preset("min_rxtx_delay"),
    check_core_network: optional("check_core_network"),
    "user-authorized-key": optional("user-authorized-key"),
    "monitor-password": optional("monitor-password", "(not shown)"),
    xlog_fluentbit_forward_host: optional("xlog_fluentbit_forward_host"),
    xlog_fluentbit_forward_port: optional("xlog_fluentbit_forward_port"),
    xlog_fluentbit_forward_shared_key: optional("xlog_fluentbit_forward_shared_key", "(not shown)"),
    name: optional("name"),
  };
}
