/** How a Radio Unit is managed: over NETCONF where its kind has a model of the user plane. */
import { type NetconfParameters, netconfDefaults } from "../../instance/radio-units/netconf.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import { byDefault, given, givenOr, type Path, type Resolved } from "../resolved.ts";
import type { RadioUnit } from "../site.ts";

/** Null where nothing manages it. */
export function resolveManagement(
  parameters: NetconfParameters & Readonly<Record<string, unknown>>,
  kind: RadioUnit["kind"],
  path: Path,
): {
  readonly management: RadioUnit["management"];
  readonly entries: Readonly<Record<string, Resolved<unknown> | null>>;
} {
  if (getRadioUnitKind(kind).userPlaneModel === null) return { management: null, entries: {} };
  const resolve = <T>(name: keyof typeof netconfDefaults, value: T | undefined, preset: T) =>
    givenOr<T>(value, [...path, name], byDefault(preset, kind));
  const port = resolve<number>("netconf_port", parameters.netconf_port, netconfDefaults.netconf_port);
  const user = resolve<string>("netconf_user", parameters.netconf_user, netconfDefaults.netconf_user);
  const hostKey = resolve<"trust-first" | "any">(
    "netconf_host_key",
    parameters.netconf_host_key,
    netconfDefaults.netconf_host_key,
  );
  const { netconf_password: password, firmware_file: file, firmware_version: version } = parameters;
  return {
    management: {
      port: port.value,
      user: user.value,
      password: password ?? netconfDefaults.netconf_password,
      hostKey: hostKey.value,
      firmware: file === undefined ? null : { file, version: version ?? null },
    },
    entries: {
      netconf_port: port,
      netconf_user: user,
      netconf_password:
        password === undefined
          ? byDefault("(not shown)", kind)
          : given("(not shown)", ...path, "netconf_password"),
      netconf_host_key: hostKey,
      firmware_file: file === undefined ? null : given(file, ...path, "firmware_file"),
      firmware_version: version === undefined ? null : given(version, ...path, "firmware_version"),
    },
  };
}
