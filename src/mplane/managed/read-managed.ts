/** The Radio Units that the daemon manages: those of the plan that have the files of a Lopcomm Radio Unit. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { FailureError } from "../../issue/exit-code.ts";
import { formatIpv6Address } from "../../net/ipv6-network.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import {
  cuConfigFileName,
  cuInactiveConfigFileName,
  managementFileName,
  processingElementFileName,
} from "../../render/file-name.ts";
import type { Wanted } from "../life/life.ts";
import { parseWanted } from "./wanted-config.ts";

export type Managed = {
  readonly ru: string;
  readonly tap: string;
  /** The Radio Unit's address. */
  readonly host: string;
  /** The host's address, which firmware is served at. */
  readonly addr: string;
  readonly wanted: Wanted;
  readonly management: Management;
};

/** What `render/` writes beside the configuration. */
const managementShape = z.strictObject({
  mac_addr: z.string(),
  port: z.int().min(1).max(65535),
  user: z.string(),
  password: z.string(),
  /** `trust-first`: the first key is kept, another one refused; `any`: no key is looked at. */
  host_key_policy: z.enum(["trust-first", "any"]),
  authorized_key: z.string().nullable(),
  reset_schedule: z.string().nullable(),
  firmware: z.strictObject({ file: z.string(), version: z.string().nullable() }).nullable(),
});

export type Management = z.output<typeof managementShape>;

/** @throws FailureError that names the file which cannot be read */
export function readManaged(plan: TapPlan, rendered: string): Managed[] {
  return plan.taps.flatMap(({ name, ru, gateway, addr }) => {
    const processingElement = readRendered(rendered, processingElementFileName(ru));
    const text = readRendered(rendered, managementFileName(ru));
    if (processingElement === undefined || text === undefined) return [];
    const management = parseManagement(ru, text);
    const files = {
      processingElement,
      inactive: readRendered(rendered, cuInactiveConfigFileName(ru)),
      active: readRendered(rendered, cuConfigFileName(ru)),
    };
    return [
      {
        ru,
        tap: name,
        host: formatIpv6Address(gateway),
        addr: formatIpv6Address(addr),
        wanted: parseFiles(ru, files, management.firmware),
        management,
      },
    ];
  });
}

/** Whether a session for the one will do for the other: configuration, firmware and schedule may change under it. */
export function isSamePlace(a: Managed, b: Managed): boolean {
  const place = ({ ru, tap, host, addr, management: login }: Managed) =>
    JSON.stringify([
      [ru, tap, host, addr, login.mac_addr, login.port],
      [login.user, login.password, login.host_key_policy],
    ]);
  return place(a) === place(b);
}

function parseFiles(
  ru: string,
  files: Parameters<typeof parseWanted>[0],
  firmware: Management["firmware"],
): Wanted {
  try {
    return parseWanted(files, firmware);
  } catch (cause) {
    throw new FailureError(`the files of Radio Unit ${JSON.stringify(ru)}: ${(cause as Error).message}`);
  }
}

function parseManagement(ru: string, text: string): Management {
  try {
    return managementShape.parse(JSON.parse(text));
  } catch {
    throw new FailureError(`${managementFileName(ru)} is not as \`ors render\` writes it`);
  }
}

function readRendered(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new FailureError(`${join(folder, name)}: cannot be read: ${(cause as Error).message}`);
  }
}
