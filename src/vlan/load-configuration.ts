/** From the text of a configuration to a switch as it is to be. */
import { dictionary } from "../instance/fields/parameters.ts";
import { describeType, isDictionary } from "../instance/given-value.ts";
import { makeIssues } from "../instance/issues.ts";
import { maxIssues } from "../instance/limits.ts";
import { indexPositions } from "../instance/text/text-node.ts";
import { error, hasErrors, type Issue, type Outcome, place } from "../issue/issue.ts";
import { checkPorts, findEndpoint } from "./check-ports.ts";
import type { PortConfiguration, SwitchConfiguration } from "./configuration.ts";
import { findWarnings } from "./find-warnings.ts";
import { maxConfigurationBytes, switchDefaults } from "./limits.ts";
import { addPositions, parseText } from "./locate-issues.ts";
import { type GivenPort, type GivenSwitch, switchSchema } from "./schema.ts";

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
  const all = addPositions(limitIssues([...parsed.issues, ...issues]), parsed, text, file);
  return { value: hasErrors(all) ? undefined : value, issues: all };
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
  if (!success) return { value: undefined, issues: makeIssues(refused.issues, place()) };
  const wrong = checkPorts(data);
  if (wrong.length > 0) return { value: undefined, issues: wrong };
  const value = completeConfiguration(data);
  return { value, issues: findWarnings(value.ports) };
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
  const { access = null, trunk = null, native = null, isolated = switchDefaults.isolated } = port;
  return { name, endpoint, access, trunk, native, isolated, flood: port.flood ?? flood };
}

/** The first ones, and how many more there are. */
function limitIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= maxIssues) return issues;
  return [...issues.slice(0, maxIssues), error(place(), `and ${issues.length - maxIssues} more problems`)];
}
