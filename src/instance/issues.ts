/** What zod found, as issues. The message of a zod issue is what is expected (`field.ts`). */
import type * as z from "zod";
import { error, type Issue, type Place, withGuess } from "../issue/issue.ts";
import { isDictionary, showValue, wrongType } from "./given-value.ts";
import { mostIssues } from "./limits.ts";
import { nearestName } from "./nearest-name.ts";

type Found = z.core.$ZodIssue;

/** The issues of parameters that stand at `base`; needs `reportInput`. */
export function issuesOf(found: readonly Found[], base: Place): Issue[] {
  return found.flatMap((issue) => {
    const at = { shared: base.shared, path: [...base.path, ...issue.path.map(step)] };
    if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys, issue.message, at);
    return error(at, whatIsWrong(issue), issue.message);
  });
}

/** The message has a line for each known key. Beyond the issues that are shown, nobody reads a guess. */
function unknownKeys(keys: readonly string[], message: string, at: Place): Issue[] {
  const known = message.split("\n");
  return keys.map((key, index) =>
    unknownKey({ ...at, path: [...at.path, key] }, key, index < mostIssues ? known : []),
  );
}

/** The known key that was perhaps meant, else all of them. */
export function unknownKey(at: Place, key: string, known: readonly string[]): Issue {
  const nearest = nearestName(key, known);
  if (nearest !== undefined) return withGuess(error(at, "unknown key"), nearest);
  return error(at, "unknown key", `one of ${known.join(", ")}`);
}

function whatIsWrong(issue: Found): string {
  const { input } = issue;
  if (issue.code === "invalid_union") return wrongUnion(issue);
  if (input === undefined || input === null) return wrongType(input);
  switch (issue.code) {
    case "too_big":
      return `${showValue(input)} is too large`;
    case "too_small":
      return Array.isArray(input) ? "an empty list" : `${showValue(input)} is too small`;
    case "invalid_value":
      return `${showValue(input)} is none of the choices`;
    case "invalid_format":
      return malformed(input);
    case "invalid_type":
      return typeof input === "number" && ["int", "number"].includes(issue.expected)
        ? wrongNumber(input)
        : wrongType(input);
    case "custom":
      return typeof issue.params?.what === "string" ? issue.params.what : malformed(input);
    default:
      return `${showValue(input)} is not right`;
  }
}

/** Of several kinds of dictionaries the key that tells them is missing or unknown; else an identifier. */
function wrongUnion({ input, discriminator }: Extract<Found, { code: "invalid_union" }>): string {
  if (discriminator === undefined) return typeof input === "number" ? wrongNumber(input) : wrongType(input);
  const value = isDictionary(input) ? input[discriminator] : undefined;
  return value === undefined ? "missing" : `${showValue(value)} is none of the choices`;
}

function wrongNumber(number: number): string {
  return Number.isFinite(number) ? `${number} is not an integer` : `${number} is not finite`;
}

/** A number, or one in hexadecimal, has the right form and is only refused for its size. */
function malformed(input: unknown): string {
  const number = typeof input === "number" || (typeof input === "string" && /^0x[0-9a-f]+$/i.test(input));
  return `${showValue(input)} is ${number ? "too large" : "malformed"}`;
}

function step(key: PropertyKey): string | number {
  return typeof key === "symbol" ? String(key) : key;
}
