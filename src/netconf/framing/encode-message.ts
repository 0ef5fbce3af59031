/** Messages as a NETCONF session over SSH carries them (RFC 6242 section 4). */

/** How messages are separated: by `]]>]]>` after each, or in chunks of a known length. */
export type Framing = "end-of-message" | "chunked";

export const endOfMessage = Buffer.from("]]>]]>");

/**
 * A message of any text as bytes: UTF-8, and in one chunk where chunks are spoken.
 *
 * @throws RangeError for an empty message, which chunked framing cannot carry
 */
export function encodeMessage(text: string, framing: Framing): Buffer {
  const message = Buffer.from(text, "utf8");
  if (message.length === 0) throw new RangeError("a message cannot be empty");
  if (framing === "end-of-message") return Buffer.concat([message, endOfMessage]);
  return Buffer.concat([Buffer.from(`\n#${message.length}\n`), message, Buffer.from("\n##\n")]);
}
