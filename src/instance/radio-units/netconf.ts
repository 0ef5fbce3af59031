/** Parameters by which a Radio Unit is managed over NETCONF. */
import { choice, integerOrText, text } from "../fields/field.ts";
import { port } from "../limits.ts";

/** As Lopcomm Radio Units come from their factory: everybody knows this password. */
export const netconfDefaults = {
  netconf_port: 830,
  netconf_user: "oranuser",
  netconf_password: "oranpassword",
  netconf_host_key: "trust-first",
} as const;

export const netconfFields = {
  netconf_port: integerOrText(port, {
    title: "NETCONF port",
    default: netconfDefaults.netconf_port,
  }).optional(),
  netconf_user: text({ title: "NETCONF user", default: netconfDefaults.netconf_user }).optional(),
  netconf_password: text({
    title: "NETCONF password",
    description: "The password of the factory where it is left out.",
  }).optional(),
  netconf_host_key: choice(["trust-first", "any"], {
    title: "SSH host key",
    description: "trust-first keeps the first key and refuses another one until an operator trusts it.",
    default: netconfDefaults.netconf_host_key,
  }).optional(),
  firmware_file: text({
    title: "Firmware",
    description:
      "Absolute path of the file on the node; the Radio Unit gets it once its carriers are inactive.",
  }).optional(),
  firmware_version: text({
    title: "Version of the firmware",
    description:
      "The build-version that the Radio Unit shows then; left out, one that is part of the file's name.",
  }).optional(),
};

export type NetconfParameters = {
  readonly netconf_port?: number | undefined;
  readonly netconf_user?: string | undefined;
  readonly netconf_password?: string | undefined;
  readonly netconf_host_key?: "trust-first" | "any" | undefined;
  readonly firmware_file?: string | undefined;
  readonly firmware_version?: string | undefined;
};
