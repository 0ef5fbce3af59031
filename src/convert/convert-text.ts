/** Parameters of the older form in the newer one, as text: YAML keeps its comments and its order. */
import { type Document, isMap, type ParsedNode, parseDocument } from "yaml";
import { parseJson } from "../instance/text/json-text.ts";
import type { Site } from "../site/site.ts";
import { convertConfiguration } from "./convert-configuration.ts";
import { convertShared } from "./convert-shared.ts";
import type { Rewrite } from "./rewrite.ts";

export type Converted = {
  readonly text: string;
  /** Nothing where the parameters were of the newer form already: the text is then the same. */
  readonly rewrites: readonly Rewrite[];
};

/** As a person writes the text of parameters that are valid (`site` is what they come to). JSON stays JSON. */
export function convertText(text: string, site: Site): Converted {
  const document = parseDocument(text, {
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    merge: true,
    logLevel: "error",
  });
  const rewrites = convertDocument(document, site);
  if (rewrites.length === 0) return { text, rewrites };
  const isJson = parseJson(text) !== undefined;
  return { text: document.toString(isJson ? jsonStyle : { lineWidth: 0 }), rewrites };
}

/** What other tools read as JSON, too. */
const jsonStyle = {
  lineWidth: 0,
  collectionStyle: "flow",
  defaultKeyType: "QUOTE_DOUBLE",
  defaultStringType: "QUOTE_DOUBLE",
  doubleQuotedAsJSON: true,
} as const;

function convertDocument(document: Document<ParsedNode>, site: Site): Rewrite[] {
  const { contents } = document;
  if (!isMap(contents)) return [];
  const configuration = contents.get("configuration");
  const own = isMap(configuration) ? convertConfiguration(document, configuration, site) : [];
  return [...own, ...convertShared(document, contents, site)];
}
