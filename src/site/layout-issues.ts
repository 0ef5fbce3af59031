/** What the chosen layout of enb.cfg cannot express, and what is said in both wordings at once. */

import type { LteTdd, NrTdd } from "../instance/fields/tdd.ts";
import type { Instance } from "../instance/instance.ts";
import { gtpChoices } from "../instance/layout.ts";
import { lteOptionFields, nrOptionFields } from "../instance/schema/cell-options.ts";
import { handoverFields } from "../instance/schema/handover.ts";
import { error, type Issue, type Place, place, placeInShared } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { olderWordings } from "./enb/handover.ts";
import { checkPeerPlmns } from "./peers/peer-plmn.ts";
import { getShared } from "./shared-instances.ts";

const wayOut = 'enb_cfg_layout "2026"';

export function checkLayout(instance: Instance): Issue[] {
  const twice = checkTwice(instance.configuration);
  if (instance.layout.layout === "2026")
    return [...twice, ...checkPeerPlmns(instance), ...checkTrackingAreas(instance)];
  return [...twice, ...checkConfiguration2024(instance.configuration), ...checkShared2024(instance)];
}

/** The older wording and the newer one of the same thing. */
const wordings = [
  ...olderWordings.eutra_eutra_handover.map((older) => [older, "eutra_eutra_handover"] as const),
  ...olderWordings.nr_nr_handover.map((older) => [older, "nr_nr_handover"] as const),
  ["use_ipv4", "gtp_addr"] as const,
];

function checkTwice(configuration: Instance["configuration"]): Issue[] {
  return wordings
    .filter(([older, newer]) => configuration[older] !== undefined && Boolean(configuration[newer]))
    .filter(([older]) => older !== "use_ipv4" || isChoice(configuration.gtp_addr))
    .map(([older, newer]) =>
      error(place("configuration", older), `says what ${newer} says too`, "one of them"),
    );
}

function isChoice(gtpAddr: string | undefined): boolean {
  return (gtpChoices as readonly (string | undefined)[]).includes(gtpAddr);
}

const newParameters = [
  ...(Object.keys(handoverFields) as (keyof typeof handoverFields)[]),
  "gtp_payload_mtu",
  "mbmsgw_addr",
  "websocket_url_ipv6",
] as const;

function checkConfiguration2024(configuration: Instance["configuration"]): Issue[] {
  const own = newParameters.filter((key) => configuration[key] !== undefined);
  return [
    ...own.map((key) => cannotExpress(place("configuration", key))),
    ...(configuration.mme_list ?? []).flatMap(({ backup_mme_addr, s1ap_bind_addr }) =>
      backup_mme_addr || s1ap_bind_addr ? [cannotExpress(place("configuration", "mme_list"))] : [],
    ),
    ...(configuration.amf_list ?? []).flatMap(({ backup_amf_addr, ngap_bind_addr }) =>
      backup_amf_addr || ngap_bind_addr ? [cannotExpress(place("configuration", "amf_list"))] : [],
    ),
  ];
}

const cellOptions = new Set([
  "bandwidth_ul",
  ...Object.keys(lteOptionFields),
  ...Object.keys(nrOptionFields),
]);

function checkShared2024(instance: Instance): Issue[] {
  const cells = getShared(instance, "cell").flatMap(({ reference, parameters }) => {
    if (parameters.cell_type === "nb") return [cannotExpress(placeInShared(reference, "cell_type"))];
    const options = Object.keys(parameters).filter((key) => cellOptions.has(key));
    const { tdd_ul_dl_config: tdd } = parameters;
    const isNewPattern = tdd !== undefined && isNewChoice(tdd);
    return [...options, ...(isNewPattern ? ["tdd_ul_dl_config"] : [])].map((key) =>
      cannotExpress(placeInShared(reference, key)),
    );
  });
  const own = listPlmns(instance.configuration);
  const peers = getShared(instance, "peer-cell").flatMap(({ reference, parameters: { plmn } }) =>
    plmn === undefined || own.includes(plmn) ? [] : [cannotExpress(placeInShared(reference, "plmn"))],
  );
  return [...cells, ...peers];
}

function isNewChoice(tdd: LteTdd | NrTdd): boolean {
  return "older" in tdd && tdd.older === null;
}

/** A neighbour of the 2024 layout is taken to have one of the eNB's own. */
function listPlmns({ plmn_list = [], plmn_list_5g = [] }: Instance["configuration"]): readonly string[] {
  return [...plmn_list, ...plmn_list_5g].map(({ plmn }) => plmn);
}

function cannotExpress(at: Place): Issue {
  return error(at, "the 2024 layout of enb.cfg cannot express it", wayOut);
}

/** The 2026 layout has no NR cell without a tracking area. */
function checkTrackingAreas(instance: Instance): Issue[] {
  const hasNr = getShared(instance, "cell").some(({ parameters }) => parameters.cell_type === "nr");
  const entries = hasNr ? (instance.configuration.plmn_list_5g ?? []) : [];
  return entries.flatMap(({ plmn, tac }) =>
    tac === undefined
      ? [error(place("configuration", "plmn_list_5g"), `${quote(plmn)} has no tac`, 'a tac, such as "0x64"')]
      : [],
  );
}
