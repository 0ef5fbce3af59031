/** What the schema cannot say of ports: what goes together, and what may be there once only. */
import { error, type Issue, place } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { type Endpoint, formatEndpoint } from "./configuration.ts";
import { maxAddresses, maxPortNameLength, maxPorts, switchDefaults } from "./limits.ts";
import type { GivenPort, GivenSwitch } from "./schema.ts";

/** Ports as they are given; what the schema says of their values stands beside. */
export type PortsGiven = {
  /** Each with its keys, whatever their values. */
  readonly ports: Readonly<Record<string, PortKeys>>;
  /** Those of them whose values are right. */
  readonly right: GivenSwitch["ports"];
  readonly addresses: number;
};

type PortKeys = { readonly [K in keyof GivenPort]?: unknown };

/** Everything that is wrong with ports but the values of their keys. */
export function checkPorts({ ports, right, addresses }: PortsGiven): Issue[] {
  const names = Object.keys(ports);
  return [
    ...checkCounts(names.length, addresses),
    ...names.filter((name) => !isPortName(name)).map(refuseName),
    ...Object.entries(ports).flatMap(([name, port]) => checkPort(name, port)),
    ...checkRepeats(right),
  ];
}

/** Where frames come from and go to; undefined where not exactly one endpoint is given. */
export function findEndpoint({ tap, shm, radio, ...more }: GivenPort): Endpoint | undefined {
  const { id = switchDefaults.id, secret = "", allow = [] } = more;
  const given: Endpoint[] = [];
  if (tap !== undefined) given.push({ kind: "tap", name: tap });
  if (shm !== undefined) given.push({ kind: "shm", socket: shm, id, secret, allow });
  if (radio !== undefined) given.push({ kind: "radio", ru: radio });
  return given.length === 1 ? given[0] : undefined;
}

const portName = new RegExp(`^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,${maxPortNameLength - 1}}$`);

function isPortName(name: string): boolean {
  return portName.test(name);
}

function refuseName(name: string): Issue {
  const expected = `1 to ${maxPortNameLength} ASCII letters, digits, "_", ".", ":" and "-", with a letter, digit or "_" first`;
  return error(place("ports", name), `${quote(name)} is not a valid port name`, expected);
}

function checkCounts(count: number, addresses: number): Issue[] {
  if (count > maxPorts) return [error(place("ports"), `${count} ports`, `at most ${maxPorts}`)];
  if (count * addresses <= maxAddresses) return [];
  const what = `${count} ports with ${addresses} addresses each`;
  return [error(place("addresses"), what, `at most ${maxAddresses} addresses of all ports together`)];
}

function checkPort(name: string, port: PortKeys): Issue[] {
  const { access, trunk, native, shm } = port;
  const issues = checkEndpoints(name, port);
  const refuse = (key: string, what: string, expected: string) =>
    void issues.push(error(place("ports", name, key), what, expected));
  for (const [key, what] of Object.entries(ofSharedMemory))
    if (shm === undefined && port[key as keyof GivenPort] !== undefined)
      refuse(key, `only a port of shared memory has ${what}`, "shm");
  if (access === undefined && trunk === undefined) {
    issues.push(error(place("ports", name), "it has no VLAN", "either access or trunk"));
  }
  if (access !== undefined && trunk !== undefined) {
    refuse("trunk", "access is given too", "either access or trunk");
  }
  if (native !== undefined && trunk === undefined)
    refuse("native", "only a trunk has a native VLAN", "trunk");
  return issues;
}

const ofSharedMemory = { id: "an id", secret: "a secret", allow: "users that it allows" };

function checkEndpoints(name: string, { tap, shm, radio }: PortKeys): Issue[] {
  const kinds = Object.entries({ tap, shm, radio }).filter(([, given]) => given !== undefined);
  if (kinds.length === 1) return [];
  const what = kinds.length === 0 ? "it has no endpoint" : kinds.map(([kind]) => kind).join(" and ");
  return [error(place("ports", name), what, "either tap, shm or radio")];
}

/** One TAP, or socket and id, of several ports. */
function checkRepeats(ports: GivenSwitch["ports"]): Issue[] {
  const owners = new Map<string, string>();
  return Object.entries(ports).flatMap(([name, port]) => {
    const endpoint = findEndpoint(port);
    if (endpoint === undefined) return [];
    const key = formatEndpoint(endpoint);
    const owner = owners.get(key);
    owners.set(key, owner ?? name);
    if (owner === undefined) return [];
    return [error(place("ports", name, endpoint.kind), `port ${quote(owner)} has it, too`, "each once")];
  });
}
