/** How a Radio Unit is managed, as the daemon reads it: with a password in it, so for its owner alone. */
import type { RadioUnit } from "../site/site.ts";
import { managementFileName } from "./file-name.ts";
import type { RenderedFile } from "./rendered-file.ts";

/** Nothing where nothing manages it. */
export function renderManagement(radioUnit: RadioUnit, authorizedKey: string | null): RenderedFile[] {
  const { reference, management, link, resetSchedule } = radioUnit;
  if (management === null || link.kind !== "cpri") return [];
  const content = {
    mac_addr: link.macAddr,
    port: management.port,
    user: management.user,
    password: management.password,
    host_key_policy: management.hostKey,
    authorized_key: authorizedKey,
    reset_schedule: resetSchedule,
    firmware: management.firmware,
  };
  return [
    { path: managementFileName(reference), content: `${JSON.stringify(content, null, 2)}\n`, mode: 0o600 },
  ];
}
