/** What zod found, as issues. The message of a zod issue is what is expected (`field.ts`). */
import type * as z from "zod";
import { error, type Issue, type Place, pointAtKey, withGuess } from "../issue/issue.ts";
import { isSecret } from "../issue/secret.ts";
import { describeType, isDictionary, showValue } from "./given-value.ts";
import { maxIssues } from "./limits.ts";
import { findNearestName } from "./nearest-name.ts";

type Found = z.core.$ZodIssue;

/** The issues of parameters that stand at `base`; needs `reportInput`. */
export function makeIssues(found: readonly Found[], base: Place): Issue[] {
  return found.flatMap((issue, index) => {
    if (isSaidBefore(issue, found[index - 1])) return [];
    const at = { shared: base.shared, path: [...base.path, ...issue.path.map(makeStep)] };
    if (issue.code === "unrecognized_keys") return makeUnknownKeyIssues(issue.keys, issue.message, at);
    return error(at, isSecret(at) ? describeSecret(issue.input) : describeFault(issue), issue.message);
  });
}

/** An integer that a double does not hold is too large for zod twice: as such, and for the field. */
function isSaidBefore(issue: Found, before: Found | undefined): boolean {
  return (
    before !== undefined &&
    issue.code === before.code &&
    issue.message === before.message &&
    issue.path.length === before.path.length &&
    issue.path.every((step, at) => step === before.path[at])
  );
}

/** The message has a line for each known key. Beyond the issues that are shown, nobody reads a guess. */
function makeUnknownKeyIssues(keys: readonly string[], message: string, at: Place): Issue[] {
  const known = message.split("\n");
  return keys.map((key, index) =>
    makeUnknownKeyIssue({ ...at, path: [...at.path, key] }, key, index < maxIssues ? known : []),
  );
}

/** The known key that was perhaps meant, else all of them. */
export function makeUnknownKeyIssue(at: Place, key: string, known: readonly string[]): Issue {
  const nearest = findNearestName(key, known);
  if (nearest !== undefined) return withGuess(error(pointAtKey(at), "unknown key"), nearest);
  return error(pointAtKey(at), "unknown key", `one of ${known.join(", ")}`);
}

function describeSecret(input: unknown): string {
  if (input === undefined) return "missing";
  return typeof input === "string" ? "malformed" : "not text";
}

function describeFault(issue: Found): string {
  const { input } = issue;
  if (issue.code === "invalid_union") return describeUnion(issue);
  if (input === undefined || input === null) return describeType(input);
  switch (issue.code) {
    case "too_big":
      return `${showValue(input)} is too large`;
    case "too_small":
      return Array.isArray(input) ? "an empty list" : `${showValue(input)} is too small`;
    case "invalid_value":
      return `${showValue(input)} is none of the choices`;
    case "invalid_format":
      return describeMalformed(input);
    case "invalid_type":
      return typeof input === "number" && ["int", "number"].includes(issue.expected)
        ? describeNumber(input)
        : describeType(input);
    case "custom":
      return typeof issue.params?.what === "string" ? issue.params.what : describeMalformed(input);
    default:
      return `${showValue(input)} is not right`;
  }
}

/** Of several kinds of dictionaries the key that tells them is missing or unknown; else an identifier. */
function describeUnion({ input, discriminator }: Extract<Found, { code: "invalid_union" }>): string {
  if (discriminator === undefined)
    return typeof input === "number" ? describeNumber(input) : describeType(input);
  const value = isDictionary(input) ? input[discriminator] : undefined;
  return value === undefined ? "missing" : `${showValue(value)} is none of the choices`;
}

function describeNumber(number: number): string {
  return Number.isFinite(number) ? `${number} is not an integer` : `${number} is not finite`;
}

/** A number, or one in hexadecimal, has the right form and is only refused for its size. */
function describeMalformed(input: unknown): string {
  const number = typeof input === "number" || (typeof input === "string" && /^0x[0-9a-f]+$/i.test(input));
  return `${showValue(input)} is ${number ? "too large" : "malformed"}`;
}

function makeStep(key: PropertyKey): string | number {
  return typeof key === "symbol" ? String(key) : key;
}
