/** From the words of a command line to the values of a command. */
import { UsageError } from "../issue/exit-code.ts";
import { error, type Issue, type Place, place } from "../issue/issue.ts";
import type { Arguments, Definition } from "./definition.ts";
import type { Option, Parsed } from "./option/option.ts";
import { optionName } from "./option-name.ts";
import type { ParsedWords } from "./parse-words.ts";

type Given = ParsedWords & { readonly environment: Readonly<Record<string, string | undefined>> };

/** A value for each argument and option. Throws a UsageError with all that is wrong. */
export function readValues(
  definition: Definition,
  words: ParsedWords,
  environment: Given["environment"],
): Readonly<Record<string, unknown>> {
  const given = { ...words, environment };
  const issues: Issue[] = [...words.issues];
  const values = {
    ...readArguments(definition.arguments, given.arguments, issues),
    ...readOptions(definition, given, issues),
  };
  checkGroups(definition, given, issues);
  if (issues.length > 0) throw new UsageError(issues);
  return values;
}

function readArguments(defined: Arguments, words: readonly string[], issues: Issue[]) {
  return Object.fromEntries(
    Object.entries(defined).map(([key, argument], at) => {
      const own = argument.takesRest ? words.slice(at) : words.slice(at, at + 1);
      if (own.length === 0) return [key, argument.absent];
      return [key, accept(argument.parseWords(own), place(), issues)];
    }),
  );
}

function readOptions(definition: Definition, given: Given, issues: Issue[]) {
  return Object.fromEntries(
    Object.entries(definition.options).map(([key, option]) => {
      const text = given.options.get(key) ?? inherited(definition, key, option, given);
      if (text !== undefined) return [key, accept(option.parse(`${text}`), place(optionName(key)), issues)];
      if (option.required) {
        issues.push(error(place(optionName(key)), "missing", `${optionName(key)} ${option.metavar}`));
      }
      return [key, option.absent];
    }),
  );
}

/** The variable of the environment, where nothing that excludes the option is given. */
function inherited(definition: Definition, key: string, { variable }: Option<unknown>, given: Given) {
  if (variable === undefined) return undefined;
  const others = (definition.atMostOneOf ?? []).filter((group) => group.includes(key)).flat();
  if (others.some((other) => isGiven(definition, other, given))) return undefined;
  return given.environment[variable] || undefined;
}

function isGiven(
  { arguments: defined }: Definition,
  key: string,
  { arguments: words, options }: Given,
): boolean {
  const at = Object.keys(defined).indexOf(key);
  return at >= 0 ? words.length > at : options.has(key);
}

function checkGroups(definition: Definition, given: Given, issues: Issue[]): void {
  for (const group of definition.atMostOneOf ?? []) {
    const present = group.filter((key) => isGiven(definition, key, given));
    if (present.length < 2) continue;
    const names = present.map((key) => definition.arguments[key]?.metavar ?? optionName(key));
    issues.push(error(place(), names.join(" and "), "one of them"));
  }
}

function accept(parsed: Parsed<unknown>, at: Place, issues: Issue[]): unknown {
  if ("value" in parsed) return parsed.value;
  issues.push(error(at, parsed.what, parsed.expected));
  return undefined;
}
