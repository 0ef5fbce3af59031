/** Kinds of options that only frames have. */
import type { Kind, Parsed } from "../../console/option/option.ts";
import type { VlanTag } from "../../frame/fields.ts";
import { formatMac, formatTag, formatType } from "../../frame/format.ts";
import { quote } from "../../issue/quote.ts";
import { formatPortName, type PortName, parsePortName, portForms } from "../../link/frame-port/port-name.ts";
import { parseMac } from "../../net/mac-address.ts";

export const portKind: Kind<PortName> = {
  metavar: "<port>",
  completion: { kind: "nothing" },
  format: formatPortName,
  parse: (text) => {
    const value = parsePortName(text);
    return value === null ? { what: `${quote(text)} is not a port`, expected: portForms } : { value };
  },
};

/** Any address, a group's too. */
export const addressKind: Kind<Uint8Array> = {
  metavar: "<address>",
  completion: { kind: "nothing" },
  format: formatMac,
  parse: (text) => {
    const value = parseMac(text) ?? parseOctets(text);
    const expected = "six pairs of hexadecimal digits with colons between them";
    return value === null ? { what: `${quote(text)} is not a MAC address`, expected } : { value };
  },
};

function parseOctets(text: string): Uint8Array | null {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return null;
  return Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
}

const maxVid = 4095;
const noTag = "none";

/** A stack of tags, outermost first. */
export const tagsKind: Kind<readonly VlanTag[]> = {
  metavar: "<vid[:pcp[:dei]]>",
  completion: { kind: "words", words: [noTag] },
  format: (tags) => tags.map(formatTag).join(",") || noTag,
  parse: (text) => {
    if (text === noTag) return { value: [] };
    const tags = text.split(",").map(parseTag);
    const known = tags.filter((tag) => tag !== null);
    if (known.length === tags.length) return { value: known };
    const expected = `a VLAN identifier from 0 to ${maxVid}, with a priority from 0 to 7 and a drop eligibility of 0 or 1 if wanted: 100, 100:3, 100:3:1; or ${noTag}`;
    return { what: `${quote(text)} is not a VLAN tag`, expected };
  },
};

function parseTag(text: string): VlanTag | null {
  const [found, vid, pcp, dei] = /^(\d{1,4})(?::([0-7])(?::([01]))?)?$/.exec(text) ?? [];
  if (found === undefined || Number(vid) > maxVid) return null;
  return { vid: Number(vid), pcp: toNumber(pcp), dei: toNumber(dei) };
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

export const typeKind: Kind<number> = {
  metavar: "<type>",
  completion: { kind: "nothing" },
  format: formatType,
  parse: (text) => {
    const isType = /^0x[0-9a-f]{1,4}$/i.test(text);
    const expected = "hexadecimal, from 0x0000 to 0xffff";
    return isType ? { value: Number(text) } : { what: `${quote(text)} is not an Ethernet type`, expected };
  },
};

/** A byte: one character, or its number. */
export const fillKind: Kind<number> = {
  metavar: "<c>",
  completion: { kind: "nothing" },
  format: (byte) => `0x${byte.toString(16).padStart(2, "0")}`,
  parse: (text) => {
    if (/^0x[0-9a-f]{1,2}$/i.test(text)) return { value: Number(text) };
    const bytes = Buffer.from(text);
    const expected = "one character, or a byte like 0x5a";
    return bytes.length === 1
      ? { value: bytes[0] as number }
      : { what: `${quote(text)} is not one byte`, expected };
  },
};

/** Bytes, or the file that they are in. */
export type Payload = { readonly bytes: Uint8Array } | { readonly file: string };

export const payloadKind: Kind<Payload> = {
  metavar: "<text|hex:…|@file>",
  completion: { kind: "file" },
  format: (payload) =>
    "file" in payload ? `@${payload.file}` : `hex:${Buffer.from(payload.bytes).toString("hex")}`,
  parse: (text): Parsed<Payload> => {
    if (text.startsWith("@")) return { value: { file: text.slice(1) } };
    if (!text.startsWith("hex:")) return { value: { bytes: Buffer.from(text) } };
    const digits = text.slice("hex:".length).replace(/[\s:]/g, "");
    const expected = "pairs of hexadecimal digits: hex:08004500";
    return /^([0-9a-f]{2})*$/i.test(digits)
      ? { value: { bytes: Buffer.from(digits, "hex") } }
      : { what: `${quote(text)} is not hexadecimal`, expected };
  },
};
