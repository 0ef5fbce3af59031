/** How a simulated Radio Unit sends a message, and what is wrong with its bytes. */
import type { Duplex } from "node:stream";
import { encodeMessage, type Framing } from "../../../netconf/framing/encode-message.ts";
import { netconfLimits } from "../../../netconf/limits.ts";
import type { Faults } from "./faults.ts";

export type MessageWriter = (text: string, framing: Framing) => void;

/** Messages go out one after the other, however slowly each one does. */
export function createMessageWriter(faults: Faults, stream: Duplex): MessageWriter {
  const slow: Buffer[] = [];
  let timer: NodeJS.Timeout | undefined;
  stream.on("close", () => clearInterval(timer));
  const writeSlowly = () => {
    const [first] = slow;
    if (first === undefined || stream.destroyed) {
      clearInterval(timer);
      timer = undefined;
      return;
    }
    stream.write(first.subarray(0, 1));
    if (first.length > 1) slow[0] = first.subarray(1);
    else slow.shift();
  };
  return (text, framing) => {
    const bytes = encodeFaulty(faults, text, framing);
    if (faults.has("slow-bytes") || slow.length > 0) {
      slow.push(bytes);
      timer ??= setInterval(writeSlowly, 1);
    } else write(faults, stream, bytes);
  };
}

function write(faults: Faults, stream: Duplex, bytes: Buffer): void {
  if (faults.has("half-a-message")) stream.end(bytes.subarray(0, bytes.length / 2));
  else if (faults.has("byte-a-packet")) for (const byte of bytes) stream.write(Uint8Array.of(byte));
  else stream.write(bytes);
}

function encodeFaulty(faults: Faults, text: string, framing: Framing): Buffer {
  if (faults.has("deep-xml")) return encodeMessage("<a>".repeat(20_000), framing);
  if (faults.has("huge-xml"))
    return encodeMessage(`<a>${" ".repeat(netconfLimits.maxMessageBytes)}</a>`, framing);
  if (faults.has("malformed-xml")) return encodeMessage(`${text}<`, framing);
  if (faults.has("duplicate-attributes")) return encodeMessage(`<a b="1" b="2">${text}</a>`, framing);
  if (faults.has("wrong-framing")) return Buffer.from(`\n#nonsense\n${text}`);
  return faults.has("tiny-chunks") && framing === "chunked"
    ? encodeTinyChunks(text)
    : encodeMessage(text, framing);
}

function encodeTinyChunks(text: string): Buffer {
  const bytes = Buffer.from(text);
  const chunks = [...bytes].map((byte) => Buffer.concat([Buffer.from("\n#1\n"), Buffer.of(byte)]));
  return Buffer.concat([...chunks, Buffer.from("\n##\n")]);
}
