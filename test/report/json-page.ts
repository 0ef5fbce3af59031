/** docs/json.md, made of the schemas of the documents. */
import * as z from "zod";
import { makeDocumentSchema } from "../../src/report/documents/json-schema.ts";
import { type DocumentName, documentNames } from "../../src/report/documents/names.ts";
import { problem } from "../../src/report/documents/parts/problem.ts";

type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** A key of a document: `radio_units[].rf_port`. */
export type Key = { readonly path: string; readonly type: string; readonly description: string };

const common = ["document", "version", "errors", "warnings"];

/** Every key of a schema, those of lists behind `[]`. */
export function listKeys(schema: Schema, before = ""): Key[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${before}${name}`;
    const alternatives = property.anyOf ?? [property];
    const own = {
      path,
      type: alternatives.map(nameType).join(" or "),
      description: property.description ?? "",
    };
    return [
      own,
      ...alternatives.flatMap((one) => [
        ...listKeys(one, `${path}.`),
        ...listKeys(one.items ?? {}, `${path}[].`),
      ]),
    ];
  });
}

export function schemaOf(document: DocumentName): Schema {
  return makeDocumentSchema(document);
}

export function formatJsonPage(): string {
  const sections = documentNames.map((name) => {
    const schema = schemaOf(name);
    const keys = listKeys(schema).filter(({ path }) => !common.includes(path.split(/[.[]/)[0] ?? ""));
    return `## ${name}\n\n${schema.description}\n\n${formatTable(keys)}`;
  });
  const shared = listKeys(schemaOf("problems"))
    .filter(({ path }) => common.includes(path))
    .map((key) => (key.path === "document" ? { ...key, type: "string" } : key));
  const problems = listKeys(z.toJSONSchema(problem) as Schema);
  return `${introduction}\n${formatTable(shared)}
An error or a warning:\n\n${formatTable(problems)}
${sections.join("\n")}\n${others}`;
}

const introduction = `# JSON documents

With \`--json\` a command prints one JSON document on standard output, where it fails too: then it is \`problems\`. What
goes to standard error stays. \`ors schema report-check\` prints the JSON schema of the document \`check\`. This page is
made of the same schemas: \`npx vitest run test/report -u\` writes it.

Every document has
`;

const others = `## Others

- \`ors watch --json\` and the log of \`ors stats-log\` are lines of JSON: \`time\` (\`2026-11-21 09:05:07,042\`, local),
  \`log_level\`, \`message\`, and \`data\` with what the line is about. \`ors watch --print --json\` prints each message of the
  kernel as a line.
- \`ors partition\` prints what the recipe of the software release reads: \`files\`, \`changes\`, \`subtaps\`, \`ended\`,
  \`published\`, \`errors\`.
- \`plan.json\` has \`slaptap\`, \`range\` and \`taps\`, as the document \`plan\` has them.
`;

function formatTable(keys: readonly Key[]): string {
  const rows = keys.map(({ path, type, description }) => `| \`${path}\` | ${type} | ${description} |`);
  return ["| key | type | |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

function nameType({ type, const: constant, enum: choices, items }: Schema): string {
  if (constant !== undefined) return `\`${JSON.stringify(constant)}\``;
  if (choices !== undefined) return choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(", ");
  if (type === "array") return `list of ${nameItems(items)}`;
  if (type === undefined) return "any";
  return typeof type === "string" ? type : type.join(" or ");
}

function nameItems(items: Schema | undefined): string {
  if (items?.properties !== undefined) return "objects";
  return (items?.anyOf ?? [items ?? {}]).map((one) => `${nameType(one)}s`).join(" or ");
}
