/** Commented YAML of parameters, for a person to go on with. */
import * as z from "zod";

export type Entries = { readonly [key: string]: Value };
type Value = string | number | boolean | readonly number[] | readonly Entries[] | Entries;
type Schemas = { readonly [key: string]: z.ZodObject };

const plain = /^[A-Za-z][\w.-]*$/;
/** Words that YAML readers take for something else than text. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|inf|nan)$/i;

/**
 * Lines of a block. The dictionaries named in `schemas` are followed by the optional parameters that they do
 * not have, commented out, each with its default and what it is.
 */
export function formatYamlBlock(entries: Entries, schemas: Schemas = {}, depth = 0): string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(entries).flatMap(([key, value]) => {
    if (typeof value !== "object") return [`${indent}${formatScalar(key)}: ${formatScalar(value)}`];
    if (isNumbers(value)) return [`${indent}${formatScalar(key)}: [${value.join(", ")}]`];
    if (isList(value))
      return [`${indent}${formatScalar(key)}:`, ...value.flatMap((one) => formatItem(one, depth + 1))];
    const schema = schemas[key];
    const inner = schema === undefined ? {} : getNestedSchemas(schema, value);
    return [
      `${indent}${formatScalar(key)}:`,
      ...formatYamlBlock(value, inner, depth + 1),
      ...(schema === undefined ? [] : formatOptional(schema, value).map((line) => `${indent}  ${line}`)),
    ];
  });
}

/** An item of a list: a dash before the first of its lines. */
function formatItem(entries: Entries, depth: number): string[] {
  const [first = "{}", ...rest] = formatYamlBlock(entries);
  const indent = "  ".repeat(depth);
  return [`${indent}- ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

function formatOptional(schema: z.ZodObject, given: Entries): string[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    if (Object.hasOwn(given, key) || !(field instanceof z.ZodOptional)) return [];
    const {
      title = key,
      description,
      default: preset,
      deprecated,
    } = (field.unwrap() as z.ZodType).meta() ?? {};
    if (deprecated === true) return [];
    const says = description === undefined ? title : `${title}: ${description}`;
    return [`# ${key}:${preset === undefined ? "" : ` ${JSON.stringify(preset)}`}  # ${says}`];
  });
}

/** Schemas of the dictionaries among the given parameters that have one of their own. */
function getNestedSchemas(schema: z.ZodObject, given: Entries): Schemas {
  const nested = Object.keys(given).flatMap((key) => {
    const field = schema.shape[key];
    return field instanceof z.ZodObject ? [[key, field] as const] : [];
  });
  return Object.fromEntries(nested);
}

function formatScalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return plain.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}

function isList(value: Exclude<Value, string | number | boolean>): value is readonly Entries[] {
  return Array.isArray(value);
}

function isNumbers(value: Exclude<Value, string | number | boolean>): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === "number");
}
