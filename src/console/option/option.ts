/** What an option of a command is: how its text is read, what it is where it is left out, what help says of it. */

/** How a text becomes a value. */
export type Kind<T> = {
  /** What stands for the value in help: `<file>`; null where the option takes none. */
  readonly metavar: string | null;
  readonly completion: Completion;
  readonly parse: (text: string) => Parsed<T>;
  /** The value as somebody would type it. */
  readonly format: (value: T) => string;
};

/** A value, or what is wrong with the text and what is expected. */
export type Parsed<T> = { readonly value: T } | { readonly what: string; readonly expected: string };

/** What a shell offers for the value. */
export type Completion =
  | { readonly kind: "nothing" | "file" | "folder" | "program" }
  | { readonly kind: "words"; readonly words: readonly string[] };

export type Settings<T> = {
  readonly description: string;
  /** One letter: `n` for `-n`. */
  readonly short?: string;
  readonly default?: T;
  /** What help shows where the default depends on other things. */
  readonly shownDefault?: string;
  readonly required?: boolean;
  /** Name of the variable that is read where the option is left out. */
  readonly variable?: string;
  /** May be given more than once: `--vlan 1 --vlan 2` is `--vlan 1,2`. */
  readonly repeats?: boolean;
};

/** An option or an argument of a command, whose value has type T. */
export type Option<T> = {
  readonly metavar: string | null;
  readonly description: string;
  readonly completion: Completion;
  readonly short: string | undefined;
  readonly variable: string | undefined;
  readonly required: boolean;
  readonly repeats: boolean;
  /** The default as help shows it. */
  readonly shownDefault: string | undefined;
  /** The value where the option is left out; not asked where it is required. */
  readonly absent: T | undefined;
  readonly parse: (text: string) => Parsed<T>;
};

/** Undefined is a value of options that have no default and may be left out. */
export type OptionValue<T, S> = S extends { readonly default: T } | { readonly required: true }
  ? T
  : T | undefined;

/** An option of a kind. */
export function makeOption<T, const S extends Settings<T>>(
  kind: Kind<T>,
  settings: S,
): Option<OptionValue<T, S>> {
  const { description, short, variable, required = false, repeats = false, default: absent } = settings;
  const shownDefault = settings.shownDefault ?? (absent === undefined ? undefined : kind.format(absent));
  const { metavar, completion, parse } = kind;
  const said = { metavar, completion, description, short, variable, required, repeats, shownDefault };
  const option = { ...said, absent, parse };
  return option as Option<OptionValue<T, S>>;
}
