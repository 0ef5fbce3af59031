import type { Enb } from "../../src/site/enb/enb-type.ts";
import type { Cell, RadioUnit } from "../../src/site/site.ts";
import type { GoldenCase } from "./golden-cases.ts";

export type Texts = { readonly reference: string; readonly value: string };

/**
 * The same case with a text put before every string that an instance gives freely, here even before those that
 * a schema would check: `text[original]`, for references `text<number>`.
 */
export function withTexts(golden: GoldenCase, { reference, value }: Texts): GoldenCase {
  const { site, plan } = golden;
  const mark = (original: string) => `${value}[${original}]`;
  const names = [...site.radioUnits, ...site.cells].map((named) => named.reference);
  const rename = (original: string) => `${reference}<${names.indexOf(original)}>`;
  const radioUnits = site.radioUnits.map((radioUnit) => ({
    ...radioUnit,
    reference: rename(radioUnit.reference),
    cells: radioUnit.cells.map(rename),
  }));
  return {
    ...golden,
    plan: { ...plan, taps: plan.taps.map((tap) => ({ ...tap, ru: rename(tap.ru) })) },
    site: {
      ...site,
      radioUnits,
      cells: site.cells.map((cell) => renamedCell(cell, radioUnits, rename, mark)),
      peers: site.peers.map((peer) => ({ ...peer, address: mark(peer.address) })),
      enb: markedEnb(site.enb, mark),
    },
  };
}

type Change = (original: string) => string;

function renamedCell(cell: Cell, radioUnits: readonly RadioUnit[], rename: Change, mark: Change): Cell {
  const radioUnit = radioUnits.find(({ rfPort }) => rfPort === cell.radioUnit.rfPort) ?? cell.radioUnit;
  const common = { reference: rename(cell.reference), radioUnit };
  if (cell.kind !== "nr") return { ...cell, ...common };
  return { ...cell, ...common, ssbPosBitmap: mark(cell.ssbPosBitmap) };
}

function markedEnb(enb: Enb, mark: Change): Enb {
  return {
    ...enb,
    gtpAddr: mark(enb.gtpAddr),
    comAddr: mark(enb.comAddr),
    websocketPassword: enb.websocketPassword === null ? null : mark(enb.websocketPassword),
    mmes: enb.mmes.map((mme) => ({ ...mme, address: mark(mme.address) })),
    amfs: enb.amfs.map((amf) => ({ ...amf, address: mark(amf.address) })),
    plmns: enb.plmns.map((plmn) => ({ ...plmn, plmn: mark(plmn.plmn) })),
    plmns5g: enb.plmns5g.map((plmn) => ({ ...plmn, plmn: mark(plmn.plmn) })),
  };
}
