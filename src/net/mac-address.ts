/** Six bytes of `xx:xx:xx:xx:xx:xx`; null where it is none, or a group's address, which no interface can have. */
export function parseMac(text: string): Uint8Array | null {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return null;
  const bytes = Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
  const isGroup = ((bytes[0] as number) & 1) === 1;
  return isGroup || bytes.every((byte) => byte === 0) ? null : bytes;
}
