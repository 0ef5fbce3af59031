import { quote } from "../../issue/quote.ts";
import { parseMac } from "../../net/mac-address.ts";
import { type Kind, makeOption, type Option, type OptionValue, type Settings } from "./option.ts";

/** The MAC address of one interface. */
export function mac<const S extends Settings<Uint8Array>>(settings: S): Option<OptionValue<Uint8Array, S>> {
  return makeOption(macKind, settings);
}

const macKind: Kind<Uint8Array> = {
  metavar: "<address>",
  completion: { kind: "nothing" },
  format: (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(":"),
  parse: (text) => {
    const value = parseMac(text);
    if (value !== null) return { value };
    const expected = "six pairs of hexadecimal digits with colons between them, not a group's address";
    return { what: `${quote(text)} is not an interface's MAC address`, expected };
  },
};
