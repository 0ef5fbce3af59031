/** The words of a command line, sorted into arguments and options by the definition of the command. */
import { parseArgs } from "node:util";
import { findNearestName } from "../instance/nearest-name.ts";
import { error, type Issue, place, withGuess } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import type { Definition } from "./definition.ts";
import { optionName } from "./option-name.ts";

export type ParsedWords = {
  readonly arguments: readonly string[];
  /** By key: the text, or true for a flag. */
  readonly options: ReadonlyMap<string, string | true>;
  /** Words that the command does not know, and options without their value. */
  readonly issues: readonly Issue[];
};

/** Never throws: what is wrong is an issue, so that everything wrong with a command line is said at once. */
export function parseWords(definition: Definition, words: readonly string[]): ParsedWords {
  const keys = new Map(Object.keys(definition.options).map((key) => [optionName(key).slice(2), key]));
  const { tokens } = parseArgs({
    args: [...words],
    options: listOptions(definition),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Map<string, string | true>();
  const issues: Issue[] = [];
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const key = keys.get(token.name);
    const read =
      key === undefined ? suggestOption(token.rawName, [...keys.keys()]) : readOption(definition, key, token);
    if (typeof read === "object") issues.push(read);
    else if (key !== undefined) options.set(key, joinRepeated(definition, key, options.get(key), read));
  }
  const given = tokens.flatMap((token) => (token.kind === "positional" ? token.value : []));
  return { arguments: given, options, issues: [...issues, ...checkArguments(definition, given)] };
}

/** The last one counts, but of an option that repeats. */
function joinRepeated(
  { options }: Definition,
  key: string,
  before: string | true | undefined,
  read: string | true,
): string | true {
  return options[key]?.repeats === true && before !== undefined ? `${before},${read}` : read;
}

function listOptions({ options }: Definition) {
  return Object.fromEntries(
    Object.entries(options).map(([key, { metavar, short }]) => [
      optionName(key).slice(2),
      { type: metavar === null ? ("boolean" as const) : ("string" as const), ...(short && { short }) },
    ]),
  );
}

type OptionToken = {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

function readOption(
  { options }: Definition,
  key: string,
  { rawName, value, inlineValue }: OptionToken,
): string | true | Issue {
  const metavar = options[key]?.metavar ?? null;
  if (metavar === null) {
    return value === undefined
      ? true
      : error(place(optionName(key)), `${quote(value)} for an option without a value`);
  }
  const isOption = inlineValue !== true && value !== undefined && /^--?[A-Za-z]/.test(value);
  return value === undefined || isOption
    ? error(place(optionName(key)), "no value", `${rawName} ${metavar}`)
    : value;
}

/** A beginning of one option only means that option; else the nearest one is perhaps meant. */
function suggestOption(given: string, names: readonly string[]): Issue {
  const issue = error(place(), `unknown option ${quote(given)}`);
  const word = given.replace(/^-+/, "");
  const longer = names.filter((name) => word.length > 1 && name.startsWith(word));
  const meant = longer.length === 1 ? longer[0] : findNearestName(word, names);
  return meant === undefined ? issue : withGuess(issue, `--${meant}`);
}

function checkArguments({ arguments: defined }: Definition, given: readonly string[]): Issue[] {
  const all = Object.values(defined);
  const missing = all.slice(given.length).filter(({ required }) => required);
  const isEndless = all.some(({ takesRest }) => takesRest);
  const extra = isEndless ? [] : given.slice(all.length);
  return [
    ...missing.map(({ metavar, description }) => error(place(), `${metavar} is missing`, description)),
    ...extra.map((word) => error(place(), `${quote(word)} is one argument too many`)),
  ];
}
