/** Options that are words: flags, texts, choices and paths. */
import { quote } from "../../issue/quote.ts";
import {
  type Completion,
  type Kind,
  makeOption,
  type Option,
  type OptionValue,
  type Settings,
} from "./option.ts";

/** An option without a value: true where it is given. */
export function flag(settings: { readonly description: string; readonly short?: string }): Option<boolean> {
  const kind: Kind<boolean> = {
    metavar: null,
    completion: { kind: "nothing" },
    format: () => "",
    parse: () => ({ value: true }),
  };
  return { ...makeOption(kind, { ...settings, default: false }), shownDefault: undefined };
}

type TextSettings = Settings<string> & {
  /** What stands for the value in help: `reference`. */
  readonly metavar: string;
};
type TextOption<S> = Option<OptionValue<string, S>>;

/** Any text but an empty one. */
export function text<const S extends TextSettings>(settings: S): TextOption<S> {
  return makeOption(textKind(settings.metavar, { kind: "nothing" }), settings);
}

/** Words with commas between, or none. */
export function list<const S extends Settings<string>>(settings: S): TextOption<S> {
  const { parse: _, ...kind } = textKind("list", { kind: "nothing" });
  return makeOption({ ...kind, parse: (given) => ({ value: given }) }, settings);
}

/** The path of a file. */
export function file<const S extends Settings<string>>(settings: S): TextOption<S> {
  return makeOption(textKind("file", { kind: "file" }), settings);
}

/** The path of a folder. What is written there is several files: standard output, `-`, is none. */
export function folder<const S extends Settings<string>>(settings: S): TextOption<S> {
  const kind = textKind("dir", { kind: "folder" });
  const parse = (given: string) =>
    given === "-"
      ? { what: "a folder cannot be standard output", expected: "a dir; ./- is one of that name" }
      : kind.parse(given);
  return makeOption({ ...kind, parse }, settings);
}

/** One of a few words. */
export function choice<const W extends string, const S extends Settings<W> & { readonly metavar: string }>(
  words: readonly W[],
  settings: S,
): Option<OptionValue<W, S>> {
  const expected = `one of ${words.join(", ")}`;
  const kind: Kind<W> = {
    metavar: `<${settings.metavar}>`,
    completion: { kind: "words", words },
    format: (word) => word,
    parse: (given) => {
      const value = words.find((word) => word === given);
      return value === undefined
        ? { what: `unknown ${settings.metavar} ${quote(given)}`, expected }
        : { value };
    },
  };
  return makeOption(kind, settings);
}

function textKind(metavar: string, completion: Completion): Kind<string> {
  return {
    metavar: `<${metavar}>`,
    completion,
    format: (value) => value,
    parse: (given) =>
      given === "" ? { what: `an empty ${metavar}`, expected: `a ${metavar}` } : { value: given },
  };
}
