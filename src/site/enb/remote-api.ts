/** Where the eNB's remote API listens. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { error, type Issue, place } from "../../issue/issue.ts";
import { byDefault, computed, given, givenOr, type Resolved } from "../resolved.ts";
import { addPort } from "./core-address.ts";

export type RemoteApi = {
  readonly host: string;
  readonly port: number;
  /** `host:port` */
  readonly address: string;
  readonly password: string | null;
  readonly origins: Readonly<Record<string, Resolved<unknown> | null>>;
  readonly issues: readonly Issue[];
};

/** With a password it listens on the partition's IPv6 address: an error where there is none. */
export function resolveRemoteApi({ configuration, ipv6 }: Instance): RemoteApi {
  const password = configuration.websocket_password || null;
  const port = givenOr<number>(
    configuration.com_ws_port,
    ["configuration", "com_ws_port"],
    byDefault(enbDefaults.com_ws_port, "the instance"),
  );
  const host =
    password === null
      ? givenOr<string>(
          configuration.com_addr,
          ["configuration", "com_addr"],
          byDefault(enbDefaults.com_addr, "the instance"),
        )
      : computed(ipv6 ?? "", "ipv6-random, as there is a websocket_password");
  const issues = password !== null && ipv6 === null ? [makeNoAddressIssue()] : [];
  return {
    host: host.value,
    port: port.value,
    address: addPort(host.value, port.value),
    password,
    origins: {
      com_addr: host,
      com_ws_port: port,
      websocket_password:
        password === null ? null : given("(not shown)", "configuration", "websocket_password"),
    },
    issues,
  };
}

function makeNoAddressIssue(): Issue {
  return error(
    place("ipv6-random"),
    "missing, and with websocket_password the remote API listens there",
    "an IPv6 address of the partition, or no websocket_password",
  );
}
