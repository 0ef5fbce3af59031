/** What an instance publishes for its requesters: connection parameters of the root and of each shared instance. */

import type { Instance } from "../../instance/instance.ts";
import { formatIpv6Address } from "../../net/ipv6-network.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Cell, RadioUnit, Site } from "../../site/site.ts";
import type { Amarisoft } from "../node/amarisoft.ts";
import { getCellFacts } from "./cell-facts.ts";

/** JSON that a requester sees. */
type Parameters = Readonly<Record<string, unknown>>;

/** By slave reference; the empty one is the instance itself. */
export type Published = Readonly<Record<string, Parameters>>;

const unknown = "Unknown";

/**
 * Connection parameters by slave reference. Radio Units defined inside a cell publish nothing: nobody requested
 * them.
 */
export function getPublished(instance: Instance, site: Site, plan: TapPlan, amarisoft: Amarisoft): Published {
  const shared = instance.shared.map(({ reference, slaveReference }) => [
    slaveReference,
    {
      [instance.softwareType]: site.rootTitle,
      ...getOfShared(reference, site, plan),
      ...(isNewer(instance) && getFactsOf(reference, site)),
    },
  ]);
  return { "": getOfRoot(instance, site, amarisoft), ...Object.fromEntries(shared) };
}

function getOfRoot(instance: Instance, site: Site, amarisoft: Amarisoft): Parameters {
  const { comAddr, websocketPassword } = site.enb;
  const lists = {
    "ru-list": listReferences(site.radioUnits.filter(({ published }) => published)),
    "cell-list": listReferences(site.cells),
    "peer-list": listReferences(site.peers),
    "peer-cell-list": listReferences(site.peerCells),
  };
  const license = amarisoft.licenseExpiration ?? unknown;
  return {
    "amarisoft-version": amarisoft.version ?? unknown,
    "license-expiration": license,
    "enb-ipv4": instance.lanIpv4 ?? instance.ipv4,
    "enb-ipv6": site.ipv6,
    ...lists,
    ...(websocketPassword !== null && { websocket_url: `ws://${comAddr}` }),
    ...(isNewer(instance) && {
      ...group("NODEB", lists),
      ...group("AMARISOFT", {
        version: amarisoft.version ?? unknown,
        "license-expiration": license,
        "host-id": amarisoft.hostId ?? unknown,
      }),
    }),
  };
}

/** The names of newer releases: the group, a dot, the name. */
function group(name: string, parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`${name}.${key}`, value]));
}

function getOfShared(reference: string, site: Site, plan: TapPlan): Parameters {
  const radioUnit = site.radioUnits.find((one) => one.reference === reference);
  if (radioUnit !== undefined) return getOfRadioUnit(radioUnit, plan);
  const cell = site.cells.find((one) => one.reference === reference);
  return cell === undefined ? {} : getOfCell(cell);
}

/** Who asks in the older form gets what the older releases publish, and nothing beside. */
function isNewer({ layout: { form, layout } }: Instance): boolean {
  return form === "newer" || layout === "2026";
}

function getFactsOf(reference: string, site: Site): Parameters {
  const cell = site.cells.find((one) => one.reference === reference);
  return cell === undefined ? {} : getCellFacts(cell, site);
}

function getOfRadioUnit(radioUnit: RadioUnit, plan: TapPlan): Parameters {
  const tap = plan.taps.find(({ ru }) => ru === radioUnit.reference);
  return {
    "cell-list": radioUnit.cells,
    ...(tap !== undefined && { ipv6: formatIpv6Address(tap.gateway) }),
    tx_gain: radioUnit.txGain,
    rx_gain: radioUnit.rxGain,
    txrx_active: radioUnit.txrxActive,
  };
}

function getOfCell(cell: Cell): Parameters {
  if (cell.kind !== "nr")
    return {
      ru: cell.radioUnit.reference,
      band: `b${cell.band}`,
      dl_earfcn: cell.dlEarfcn,
      ul_earfcn: cell.ulEarfcn,
    };
  return {
    ru: cell.radioUnit.reference,
    band: `n${cell.band}`,
    dl_nr_arfcn: cell.dlNrArfcn,
    ul_nr_arfcn: cell.ulNrArfcn,
    ssb_nr_arfcn: cell.ssbNrArfcn,
  };
}

/** The Site's lists are in the order of files. */
function listReferences(shared: readonly { readonly reference: string }[]): string[] {
  return shared.map(({ reference }) => reference);
}
