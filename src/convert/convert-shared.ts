/** Shared instances in the newer form: TDD patterns in today's wording, peer cells with their PLMN. */
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { findTodaysWording } from "../instance/fields/tdd.ts";
import { getReference } from "../instance/given.ts";
import { quote } from "../issue/quote.ts";
import type { Site } from "../site/site.ts";
import { convertTac } from "./convert-tac.ts";
import { findPair, nameOf, readValue } from "./parameter-map.ts";
import type { Rewrite } from "./rewrite.ts";

/** In the shape that the input has: `shared` by hand, or a list of what SlapOS hands over. */
export function convertShared(document: Document, contents: YAMLMap, site: Site): Rewrite[] {
  const partition = String(readValue(contents, "slap-computer-partition-id", document) ?? "");
  const shared = contents.get("shared");
  if (isMap(shared)) {
    return shared.items.flatMap((pair) =>
      isMap(pair.value) ? convertOne(document, pair.value, nameOf(pair), site) : [],
    );
  }
  return [
    ...listEntries(contents, "valid-shared-instance-list").flatMap((entry) => {
      const parameters = entry.get("parameters");
      const reference = getReference(String(entry.get("reference")), partition);
      return isMap(parameters) ? convertOne(document, parameters, reference, site) : [];
    }),
    ...listEntries(contents, "slave-instance-list").flatMap((entry) =>
      convertHandedOver(entry, getReference(String(entry.get("slave_title")), partition), site),
    ),
  ];
}

function listEntries(contents: YAMLMap, key: string): YAMLMap[] {
  const list = contents.get(key);
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

/** Its parameters are JSON text. */
function convertHandedOver(entry: YAMLMap, reference: string, site: Site): Rewrite[] {
  const text = entry.get("_", true);
  if (!isScalar(text) || typeof text.value !== "string") return [];
  const document = parseDocument(text.value, { stringKeys: true, uniqueKeys: false, logLevel: "error" });
  if (!isMap(document.contents)) return [];
  const rewrites = convertOne(document, document.contents, reference, site);
  if (rewrites.length > 0) text.value = JSON.stringify(document.toJS());
  return rewrites;
}

function convertOne(document: Document, map: YAMLMap, reference: string, site: Site): Rewrite[] {
  const place = (key: string) => `shared ${quote(reference)}: ${key}`;
  const kind = readValue(map, "cell_type", document);
  if (kind !== "lte" && kind !== "nr") return [];
  const rewrites: Rewrite[] = [];
  const today = findTodaysWording(kind, readValue(map, "tdd_ul_dl_config", document));
  const pattern = findPair(map, "tdd_ul_dl_config")?.value;
  if (today !== undefined && isScalar(pattern)) {
    pattern.value = today;
    rewrites.push({ place: place("tdd_ul_dl_config"), what: today });
  }
  return readValue(map, "cell_kind", document) === "enb_peer"
    ? [...rewrites, ...convertPeerCell(document, map, place, site.enb)]
    : rewrites;
}

function convertPeerCell(
  document: Document,
  map: YAMLMap,
  place: (key: string) => string,
  { plmns, plmns5g }: Site["enb"],
): Rewrite[] {
  const tac = convertTac(map);
  const rewrites = tac === undefined ? [] : [{ place: place("tac"), what: quote(tac) }];
  if (readValue(map, "plmn", document)) return rewrites;
  const kind = readValue(map, "cell_type", document);
  const [list, plmn] = kind === "lte" ? ["plmn_list", plmns[0]?.plmn] : ["plmn_list_5g", plmns5g[0]?.plmn];
  if (plmn === undefined) return rewrites;
  map.set("plmn", document.createNode(plmn));
  return [...rewrites, { place: place("plmn"), what: `${quote(plmn)}, the first of ${list}` }];
}
