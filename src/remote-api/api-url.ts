/** Where an eNB's remote API is: `com_addr` of its configuration as a URL. */

/** What a URL of a remote API looks like. */
export const apiUrlForm = "ws://<host>:<port>, such as ws://127.0.1.2:9001";

/** Whether a text is a URL that a connection can be tried to: ws or wss, a host, no fragment (RFC 6455 section 3). */
export function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, hash } = new URL(text);
  return ["ws:", "wss:"].includes(protocol) && hostname !== "" && hash === "" && !text.endsWith("#");
}
