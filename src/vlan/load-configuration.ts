/** From the text of a configuration to a switch as it is to be. */
import { dictionary } from "../instance/fields/parameters.ts";
import { describeType, isDictionary } from "../instance/given-value.ts";
import { makeIssues } from "../instance/issues.ts";
import { maxIssues } from "../instance/limits.ts";
import { indexPositions } from "../instance/text/text-node.ts";
import { error, hasErrors, type Issue, type Outcome, place } from "../issue/issue.ts";
import { checkPorts, findEndpoint, type PortsGiven } from "./check-ports.ts";
import type { PortConfiguration, SwitchConfiguration } from "./configuration.ts";
import { findWarnings } from "./find-warnings.ts";
import { maxConfigurationBytes, switchDefaults } from "./limits.ts";
import { addPositions, parseText } from "./locate-issues.ts";
import { type GivenPort, type GivenSwitch, portSchema, switchSchema } from "./schema.ts";

/**
 * A configuration from YAML or JSON, with everything that is wrong with it and where; `file` is the name that
 * positions have. Never throws.
 */
export async function loadConfiguration(text: string, file: string): Promise<Outcome<SwitchConfiguration>> {
  const tooLong = checkLength(text);
  if (tooLong.length > 0) return { value: undefined, issues: tooLong };
  const parsed = await parseText(text);
  if ("failures" in parsed) {
    const positionOf = indexPositions(text, file);
    const issues = parsed.failures.map(({ issue, offset }) => ({ ...issue, position: positionOf(offset) }));
    return { value: undefined, issues };
  }
  const { value, issues } = checkConfiguration(parsed.value);
  const all = addPositions([...parsed.issues, ...issues], parsed, text, file).sort(comparePositions);
  return { value: hasErrors(all) ? undefined : value, issues: limitIssues(all) };
}

/** What is wrong with the length of a text; nothing where it is not too long. */
export function checkLength(text: string): Issue[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxConfigurationBytes) return [];
  return [error(place(), `the configuration has ${bytes} bytes`, `at most ${maxConfigurationBytes}`)];
}

function checkConfiguration(given: unknown): Outcome<SwitchConfiguration> {
  if (!isDictionary(given)) {
    return { value: undefined, issues: [error(place(), describeType(given), dictionary)] };
  }
  const { success, data, error: refused } = switchSchema.safeParse(given, { reportInput: true });
  if (!success) {
    const issues = [...makeIssues(refused.issues, place()), ...checkPorts(readPorts(given))];
    return { value: undefined, issues };
  }
  const { ports, addresses = switchDefaults.addresses } = data;
  const wrong = checkPorts({ ports, right: ports, addresses });
  if (wrong.length > 0) return { value: undefined, issues: wrong };
  const value = completeConfiguration(data);
  return { value, issues: findWarnings(value.ports) };
}

/** The ports of a configuration that the schema refuses. One with a key that is not known may mean anything by it. */
function readPorts(given: Readonly<Record<string, unknown>>): PortsGiven {
  const { ports, addresses } = given;
  const entries = Object.entries(isDictionary(ports) ? ports : {});
  const judged = entries.flatMap(([name, port]) => (isPort(port) ? [[name, port] as const] : []));
  const right = judged.flatMap(([name, port]) => {
    const { success, data } = portSchema.safeParse(port);
    return success ? [[name, data] as const] : [];
  });
  return {
    ports: Object.fromEntries(judged),
    right: Object.fromEntries(right),
    addresses: typeof addresses === "number" ? addresses : switchDefaults.addresses,
  };
}

function isPort(port: unknown): port is Readonly<Record<string, unknown>> {
  return isDictionary(port) && Object.keys(port).every((key) => key in portSchema.shape);
}

/** Fills in the defaults. */
function completeConfiguration(given: GivenSwitch): SwitchConfiguration {
  const { ageing = switchDefaults.ageing, addresses = switchDefaults.addresses } = given;
  const flood = given.flood ?? switchDefaults.flood;
  const ports = Object.entries(given.ports).flatMap(([name, port]) => completePort(name, port, flood) ?? []);
  return { ageing, addresses, ports };
}

function completePort(name: string, port: GivenPort, flood: number): PortConfiguration | undefined {
  const endpoint = findEndpoint(port);
  if (endpoint === undefined) return undefined;
  const { access = null, trunk = null, native = null } = port;
  const isolated = port.isolated ?? (endpoint.kind === "radio" || switchDefaults.isolated);
  return { name, endpoint, access, trunk, native, isolated, flood: port.flood ?? flood };
}

/** In the order of the text. */
function comparePositions({ position: one }: Issue, { position: other }: Issue): number {
  if (one === undefined || other === undefined) return 0;
  return one.line - other.line || one.column - other.column;
}

/** The first ones, and how many more there are. */
function limitIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= maxIssues) return issues;
  return [...issues.slice(0, maxIssues), error(place(), `and ${issues.length - maxIssues} more problems`)];
}
