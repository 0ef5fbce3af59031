/** How a Radio Unit hangs on its node: SDR cards or a CPRI link. */
import { cpriLinkDefaults } from "../../instance/radio-units/cpri.ts";
import {
  type CpriParameters,
  getRadioUnitKind,
  type RadioUnitParameters,
  type SdrParameters,
} from "../../instance/radio-units/radio-unit-kinds.ts";
import { byDefault, given, givenOr, type Path, type Resolved } from "../resolved.ts";
import type { CpriLink, SdrLink } from "../site.ts";

/** Origins in the order in which they are shown. */
export type LinkEntries = Record<string, Resolved<unknown>>;

type ResolvedLink = { readonly link: SdrLink | CpriLink; readonly entries: LinkEntries };

/** `path` leads to the Radio Unit's parameters. */
export function resolveLink(parameters: RadioUnitParameters, path: Path): ResolvedLink {
  return "cpri_link" in parameters ? resolveCpriLink(parameters, path) : resolveSdrLink(parameters, path);
}

function resolveSdrLink({ sdr_dev_list }: SdrParameters, path: Path): ResolvedLink {
  return {
    link: { kind: "sdr", devices: sdr_dev_list },
    entries: { sdr_dev_list: given(sdr_dev_list, ...path, "sdr_dev_list") },
  };
}

/** The defaults of a kind win over the general ones. */
function resolveCpriLink({ ru_type, mac_addr, cpri_link }: CpriParameters, path: Path): ResolvedLink {
  const linkPath = [...path, "cpri_link"];
  const ofKind = getRadioUnitKind(ru_type).defaults.cpri_link;
  const number = <Parameter extends keyof typeof cpriLinkDefaults>(parameter: Parameter) => {
    const general = cpriLinkDefaults[parameter];
    const value = ofKind?.[parameter] ?? general;
    const fallback = byDefault<number>(value, value === general ? "CPRI links" : ru_type);
    return givenOr<number>(cpri_link[parameter], [...linkPath, parameter], fallback);
  };
  const mult = number("mult");
  const mapping = givenOr<string>(
    cpri_link.mapping,
    [...linkPath, "mapping"],
    byDefault(ofKind?.mapping ?? "", ru_type),
  );
  const [rxDelay, txDelay, txDbm] = [number("rx_delay"), number("tx_delay"), number("tx_dbm")];
  return {
    link: {
      kind: "cpri",
      macAddr: mac_addr,
      sdrDev: cpri_link.sdr_dev,
      sfpPort: cpri_link.sfp_port,
      mult: mult.value,
      mapping: mapping.value,
      rxDelay: rxDelay.value,
      txDelay: txDelay.value,
      txDbm: txDbm.value,
    },
    entries: {
      mac_addr: given(mac_addr, ...path, "mac_addr"),
      "cpri_link.sdr_dev": given(cpri_link.sdr_dev, ...linkPath, "sdr_dev"),
      "cpri_link.sfp_port": given(cpri_link.sfp_port, ...linkPath, "sfp_port"),
      "cpri_link.mult": mult,
      "cpri_link.mapping": mapping,
      "cpri_link.rx_delay": rxDelay,
      "cpri_link.tx_delay": txDelay,
      "cpri_link.tx_dbm": txDbm,
    },
  };
}
