/** The text `rf_info` of the eNB's remote API: a block for each device, of indented `key: value` lines. */

/** Values by key, by device: `/dev/sdr0@1`. */
export function parseRfInfo(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const devices = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split("\n")) {
    const device = / (\/dev\/sdr\S+):\s*$/.exec(line)?.[1];
    if (!line.startsWith(" ") && device !== undefined) {
      current = new Map();
      devices.set(device, current);
    } else if (line.startsWith(" ")) {
      const colon = line.indexOf(":");
      if (colon > 0) current?.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } else if (!notIndented.test(line)) current = undefined;
  }
  return devices;
}

/** A line that belongs to the block before it although it is not indented (versions from 2024-06-15 on). */
const notIndented = /^(Clock tune:.*)?$/;
