/** Options that are numbers: each kind has its unit, and is read in one place. */
import { quote } from "../../issue/quote.ts";
import { type Kind, makeOption, type Option, type OptionValue, type Settings } from "./option.ts";

/** Both ends belong to the range. */
type Range = { readonly min?: number; readonly max: number };
type NumberSettings = Settings<number> & Range;
type NumberOption<S> = Option<OptionValue<number, S>>;

/** A whole number of things. */
export function count<const S extends NumberSettings>(settings: S): NumberOption<S> {
  return makeOption(numberKind({ metavar: "n", unit: "", integer: true }, settings), settings);
}

/** A time in milliseconds, with or without `ms`. */
export function milliseconds<const S extends NumberSettings>(settings: S): NumberOption<S> {
  return makeOption(numberKind({ metavar: "ms", unit: "ms", integer: false }, settings), settings);
}

/** A time in seconds, with or without `s`. */
export function seconds<const S extends NumberSettings>(settings: S): NumberOption<S> {
  return makeOption(numberKind({ metavar: "s", unit: "s", integer: false }, settings), settings);
}

/** Memory in KiB, with or without `KiB`. */
export function kibibytes<const S extends NumberSettings>(settings: S): NumberOption<S> {
  return makeOption(numberKind({ metavar: "kib", unit: "KiB", integer: true }, settings), settings);
}

/** A share in percent, with or without its sign. */
export function percent<const S extends Settings<number>>(settings: S): NumberOption<S> {
  const kind = numberKind({ metavar: "percent", unit: "%", integer: false }, { max: 100 });
  return makeOption(kind, settings);
}

type Unit = { readonly metavar: string; readonly unit: string; readonly integer: boolean };

function numberKind({ metavar, unit, integer }: Unit, { min = 0, max }: Range): Kind<number> {
  const form = integer ? /^\d{1,15}$/ : /^\d{1,15}(\.\d{1,9})?$/;
  const expected = `a ${integer ? "whole " : ""}number from ${min} to ${max}${unit && ` (${unit})`}`;
  return {
    metavar: `<${metavar}>`,
    completion: { kind: "nothing" },
    format: String,
    parse: (text) => {
      const digits = unit !== "" && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
      if (!form.test(digits))
        return { what: `${quote(text)} is not a ${integer ? "whole " : ""}number`, expected };
      const value = Number(digits);
      if (value < min) return { what: `${text} is too small`, expected };
      return value > max ? { what: `${text} is too large`, expected } : { value };
    },
  };
}
