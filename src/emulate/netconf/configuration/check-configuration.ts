/** What a Radio Unit refuses: unknown modules, missing mandatory leaves, values that are no choice. */
import { namespaces } from "../../../netconf/namespaces.ts";
import { findChild, findChildren, getChildText, type XmlElement } from "../../../netconf/xml/element.ts";

export type ConfigurationFault = { readonly tag: string; readonly path: string; readonly message: string };

/** The first thing that is wrong with a configuration; undefined where nothing is. */
export function checkConfiguration(configuration: readonly XmlElement[]): ConfigurationFault | undefined {
  for (const container of configuration) {
    const check = checks.get(`${container.namespace} ${container.name}`);
    if (check === undefined) {
      return {
        tag: "unknown-namespace",
        path: `/${container.name}`,
        message: `no module ${container.namespace}`,
      };
    }
    const fault = check(container);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const checks = new Map<string, (container: XmlElement) => ConfigurationFault | undefined>([
  [`${namespaces.processingElement} processing-elements`, checkProcessingElements],
  [`${namespaces.userPlane} user-plane-configuration`, checkUserPlane],
]);

const sessionTypes = ["ETH-INTERFACE", "UDPIP-INTERFACE", "ALIASMAC-INTERFACE", "CPRI-INTERFACE"];

function checkProcessingElements(container: XmlElement): ConfigurationFault | undefined {
  return checkChoice(container, "transport-session-type", sessionTypes, "/processing-elements");
}

const carrierLeaves = [
  "center-of-channel-bandwidth",
  "channel-bandwidth",
  "downlink-radio-frame-offset",
  "downlink-sfn-offset",
];

function checkUserPlane(container: XmlElement): ConfigurationFault | undefined {
  return (
    checkCarriers(container, "tx-array-carriers", [...carrierLeaves, "gain"]) ??
    checkCarriers(container, "rx-array-carriers", [...carrierLeaves, "gain-correction", "n-ta-offset"]) ??
    checkLinks(container, "tx-links", "tx") ??
    checkLinks(container, "rx-links", "rx")
  );
}

function checkCarriers(
  container: XmlElement,
  list: string,
  mandatory: readonly string[],
): ConfigurationFault | undefined {
  for (const carrier of findChildren(container, list)) {
    const path = `/user-plane-configuration/${list}[name='${getChildText(carrier, "name") ?? ""}']`;
    const missing = mandatory.find((leaf) => findChild(carrier, leaf) === undefined);
    if (missing !== undefined)
      return { tag: "data-missing", path: `${path}/${missing}`, message: "mandatory" };
    const fault =
      checkChoice(carrier, "active", ["INACTIVE", "SLEEP", "ACTIVE"], path) ??
      checkChoice(carrier, "rw-type", ["NR", "LTE"], path) ??
      checkChoice(carrier, "rw-duplex-scheme", ["TDD", "FDD"], path) ??
      checkNumber(carrier, "gain", path);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Links name a carrier and an endpoint that are there (leafref). */
function checkLinks(container: XmlElement, list: string, side: "tx" | "rx"): ConfigurationFault | undefined {
  const namesOf = (name: string) =>
    new Set(findChildren(container, name).map((entry) => getChildText(entry, "name")));
  const [carriers, endpoints] = [namesOf(`${side}-array-carriers`), namesOf(`${side}-endpoints`)];
  const broken = findChildren(container, list).find(
    (link) =>
      !carriers.has(getChildText(link, `${side}-array-carrier`)) ||
      !endpoints.has(getChildText(link, `${side}-endpoint`)),
  );
  if (broken === undefined) return undefined;
  const path = `/user-plane-configuration/${list}[name='${getChildText(broken, "name") ?? ""}']`;
  return { tag: "data-missing", path, message: "its carrier or its endpoint is not there" };
}

function checkChoice(
  element: XmlElement,
  leaf: string,
  choices: readonly string[],
  path: string,
): ConfigurationFault | undefined {
  const value = getChildText(element, leaf);
  if (value === undefined || choices.includes(value)) return undefined;
  return {
    tag: "invalid-value",
    path: `${path}/${leaf}`,
    message: `"${value}": expected ${choices.join(", ")}`,
  };
}

function checkNumber(element: XmlElement, leaf: string, path: string): ConfigurationFault | undefined {
  const value = getChildText(element, leaf);
  if (value === undefined || /^-?\d+(\.\d{1,4})?$/.test(value)) return undefined;
  return {
    tag: "invalid-value",
    path: `${path}/${leaf}`,
    message: `"${value}": expected a decimal with at most 4 digits`,
  };
}
