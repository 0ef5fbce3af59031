/** Rendered files of a Lopcomm Radio Unit as what its life wants. */
import { NetconfError } from "../../netconf/netconf-error.ts";
import { parseXmlText } from "../../netconf/xml/parse-xml.ts";
import type { Firmware, Wanted, WantedConfig } from "../life/life.ts";

export type RadioUnitFiles = {
  readonly processingElement: string;
  /** Undefined where no cell is on the Radio Unit. */
  readonly inactive: string | undefined;
  readonly active: string | undefined;
};

/**
 * @throws NetconfError where a file is not a `config` element
 */
export function parseWanted(
  { processingElement, inactive, active }: RadioUnitFiles,
  firmware: Firmware | null = null,
): Wanted {
  return {
    processingElement: parseConfig(processingElement),
    userPlane:
      inactive === undefined
        ? null
        : {
            inactive: parseConfig(inactive),
            active: active === undefined || active === inactive ? null : parseConfig(active),
          },
    firmware,
  };
}

/** The element goes out as it stands in the file, with its namespace declarations and without the XML declaration. */
function parseConfig(file: string): WantedConfig {
  const text = file.replace(/^\s*<\?xml[^>]*\?>/, "").trim();
  const { name } = parseXmlText(text);
  if (name !== "config") throw new NetconfError(`expected config, got ${name}`);
  return { text };
}
