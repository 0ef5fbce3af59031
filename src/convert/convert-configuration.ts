/** The instance's own parameters in the newer form. */
import { type Document, isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { olderDefaults } from "../instance/defaults.ts";
import { chooseLayout } from "../instance/layout.ts";
import { quote } from "../issue/quote.ts";
import { chooseByAll, chooseByFirst } from "../site/enb/gtp-address.ts";
import { olderWordings } from "../site/enb/handover.ts";
import type { Site } from "../site/site.ts";
import { convertList } from "./convert-list.ts";
import { convertTac } from "./convert-tac.ts";
import { findPair, readValue, removeKeys, replaceKeys } from "./parameter-map.ts";
import type { Rewrite } from "./rewrite.ts";

/** `site` is what the older form comes to. */
export function convertConfiguration(document: Document, map: YAMLMap, site: Site): Rewrite[] {
  const wasOlder = chooseLayout(map.toJS(document)).form === "older";
  const rewrites = [
    ...convertGtpAddress(document, map, site, wasOlder),
    ...convertLists(document, map),
    ...convertTrackingAreas(map),
    ...convertHandover(document, map),
    ...convertPort(map),
  ];
  return [...rewrites, ...convertLayout(document, map)].map(({ key, what }) => ({
    place: `configuration.${key}`,
    what,
  }));
}

type Change = { readonly key: string; readonly what: string };

const lists = ["mme_list", "amf_list", "plmn_list", "plmn_list_5g", "nssai"];
const listsWithNames = ["mme_list", "amf_list"];

function convertLists(document: Document, map: YAMLMap): Change[] {
  return lists.flatMap((key) => {
    const pair = findPair(map, key);
    if (pair === undefined || !isMap(pair.value)) return [];
    pair.value = convertList(pair.value, listsWithNames.includes(key), document);
    return [{ key, what: "a list in place of a dictionary" }];
  });
}

/** Those of NR: a cell of LTE has its own, which is hexadecimal text in both forms. */
function convertTrackingAreas(map: YAMLMap): Change[] {
  const list = findPair(map, "plmn_list_5g")?.value;
  if (!isSeq(list)) return [];
  return list.items.flatMap((entry, index) => {
    const tac = isMap(entry) ? convertTac(entry) : undefined;
    return tac === undefined ? [] : [{ key: `plmn_list_5g[${index}].tac`, what: quote(tac) }];
  });
}

function convertHandover(document: Document, map: YAMLMap): Change[] {
  return Object.entries(olderWordings).flatMap(([key, [offset, time]]) => {
    const given = [offset, time].filter((one) => findPair(map, one) !== undefined);
    if (given.length === 0) return [];
    const value = {
      event: { a3_rsrp: readValue(map, offset, document) ?? olderDefaults[offset] },
      hysteresis: 0,
      time_to_trigger: readValue(map, time, document) ?? olderDefaults[time],
    };
    replaceKeys(map, [offset, time], key, value, document);
    return given.map((one) => ({ key: one, what: `part of ${key}` }));
  });
}

/** The address stays what it was, whatever the newer form would take by default. */
function convertGtpAddress(
  document: Document,
  map: YAMLMap,
  { enb: { mmes, amfs } }: Site,
  wasOlder: boolean,
): Change[] {
  const useIpv4 = readValue(map, "use_ipv4", document);
  const given = readValue(map, "gtp_addr", document) ?? "";
  if (given !== "" || (!wasOlder && useIpv4 === undefined)) return dropUseIpv4(map, useIpv4);
  const core = [...mmes, ...amfs].map(({ address }) => address);
  const { choice } = chooseByAll(core, useIpv4 === true);
  if (choice === "Localhost address" && chooseByFirst(core[0]).choice === choice) {
    removeKeys(map, ["gtp_addr"]);
    return dropUseIpv4(map, useIpv4);
  }
  const older = ["use_ipv4", "gtp_addr"].filter((key) => findPair(map, key) !== undefined);
  if (older.length === 0) map.set("gtp_addr", choice);
  else replaceKeys(map, older, "gtp_addr", choice, document);
  return [{ key: older[0] ?? "gtp_addr", what: `gtp_addr: ${choice}` }];
}

function dropUseIpv4(map: YAMLMap, useIpv4: unknown): Change[] {
  removeKeys(map, ["use_ipv4"]);
  return useIpv4 === undefined ? [] : [{ key: "use_ipv4", what: "left out: it decided nothing" }];
}

/** Requests of older releases have it as text. */
function convertPort(map: YAMLMap): Change[] {
  const value = findPair(map, "com_ws_port")?.value;
  if (!isScalar(value) || typeof value.value !== "string") return [];
  value.value = Number(value.value);
  value.type = "PLAIN";
  return [{ key: "com_ws_port", what: "a number in place of text" }];
}

/** The form itself tells the layout, unless nothing is in it that only the newer form has. */
function convertLayout(document: Document, map: YAMLMap): Change[] {
  const key = "enb_cfg_layout";
  const asked = readValue(map, key, document);
  const { form } = chooseLayout(map.toJS(document));
  if (form === "newer") {
    removeKeys(map, [key]);
    return asked === undefined ? [] : [{ key, what: "left out: the form tells the layout" }];
  }
  if (asked === "2026") return [];
  map.set(key, "2026");
  return [{ key, what: '"2026", as nothing else tells the form' }];
}
