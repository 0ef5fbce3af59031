/** Parameters of the instance that are about running it: logs, statistics, services. */
import { enbDefaults } from "../defaults.ts";
import { choice, flag, integer, integerOrText, pattern, text } from "../fields/field.ts";
import { orEmpty } from "../fields/or-empty.ts";
import { layouts } from "../layout.ts";
import { port, statsFetchPeriod } from "../limits.ts";
import { noEffectYet } from "../without-effect.ts";

export const operationFields = {
  enb_cfg_layout: choice(layouts, {
    title: "Layout of enb.cfg",
    description: "By default the layout that the form of the other parameters was made for.",
  }).optional(),
  amarisoft_version: orEmpty(
    pattern(/^\d{4}-\d{2}-\d{2}\.\d{10}$/, "a version such as 2026-06-25.1234567890", {
      title: "Amarisoft version",
      description: `Which installed version is used. ${noEffectYet}`,
    }),
  ),
  xlog_enabled: flag({ title: "Statistics log", description: noEffectYet }).optional(),
  xlog_forwarding_enabled: flag({ title: "Forward the statistics", description: noEffectYet }).optional(),
  wendelin_telecom_software_release_url: text({
    title: "Wendelin Telecom release",
    description: noEffectYet,
  }).optional(),
  check_core_network: flag({
    title: "Check the core network",
    description: "A promise fails while an MME or AMF is not connected.",
    default: enbDefaults.check_core_network,
  }).optional(),
  log_phy_debug: flag({ title: "Log the physical layer", default: enbDefaults.log_phy_debug }).optional(),
  enb_stats_fetch_period: integer(statsFetchPeriod, {
    title: "Statistics period",
    description: "How often the eNB's statistics are logged.",
    unit: "s",
    default: enbDefaults.enb_stats_fetch_period,
  }).optional(),
  enb_drb_stats_enabled: flag({
    title: "Statistics of data radio bearers",
    description: noEffectYet,
    default: enbDefaults.enb_drb_stats_enabled,
  }).optional(),
  "user-authorized-key": text({
    title: "Authorised SSH key",
    description: "Of who may log in to the partition.",
    textarea: true,
  }).optional(),
  "monitor-password": text({ title: "Password of the monitoring", description: noEffectYet }).optional(),
  xlog_fluentbit_forward_host: text({
    title: "Fluent Bit host",
    description: `Where the statistics are forwarded to. ${noEffectYet}`,
  }).optional(),
  xlog_fluentbit_forward_port: orEmpty(
    integerOrText(port, { title: "Fluent Bit port", description: noEffectYet }),
  ),
  xlog_fluentbit_forward_shared_key: text({
    title: "Fluent Bit shared key",
    description: noEffectYet,
    textarea: true,
  }).optional(),
  enb_config_link: orEmpty(
    pattern(/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[!-~]+$/, "a URL", {
      title: "Ready enb.cfg",
      description: "URL of an enb.cfg to use instead of the rendered one.",
    }),
  ),
  enb_config_version: text({
    title: "Version of the ready enb.cfg",
    description: "A new one makes it be fetched again.",
  }).optional(),
  testing: flag({
    title: "Testing",
    description: "Touch no radio hardware, make no TAP.",
    default: enbDefaults.testing,
  }).optional(),
};
