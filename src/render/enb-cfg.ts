/** enb.cfg: the configuration of the eNB software. */
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Cell, LteCell, NrCell, Site } from "../site/site.ts";
import { enbCfgFileName } from "./file-name.ts";
import { lteCellContext } from "./lte/lte-cell.ts";
import { type CellLists, cellLists } from "./neighbours.ts";
import { nrCellContext } from "./nr/nr-cell.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { radioContext } from "./rf-driver.ts";
import { renderTemplate } from "./template.ts";

/** What the eNB logs, all of it from every layer's first byte on; `phy` is the one that can grow. */
const logOptions = (phy: "debug" | "info") =>
  [
    "all.level=error,all.max_size=0",
    ...["nas", "s1ap", "x2ap", "rrc", "ngap", "xnap"].map(
      (layer) => `${layer}.level=debug,${layer}.max_size=1`,
    ),
    `phy.level=${phy}`,
    "file.rotate=1G,file.path=/dev/null",
  ].join(",");

/**
 * The file, readable by its owner alone where it holds the password of the remote API.
 *
 * @param state folder of logs, as it shall stand in the file
 */
export function renderEnbCfg(site: Site, plan: TapPlan, state: string): RenderedFile {
  const { enb } = site;
  const listsOf = cellLists(site);
  const lteCells = site.cells.filter((cell) => cell.kind === "lte");
  const nrCells = site.cells.filter((cell) => cell.kind === "nr");
  const content = renderTemplate("enb.cfg.njk", {
    log: { options: logOptions(enb.logPhyDebug ? "debug" : "info"), filename: `${state}/log/enb.log` },
    remoteApi: { addr: enb.comAddr, password: enb.websocketPassword },
    gtpAddr: enb.gtpAddr,
    ...radioContext(site, plan),
    lte: lteCells.length > 0 ? lteContext(site) : null,
    nr: nrCells.length > 0 ? nrContext(site) : null,
    lteCells: lteCells.map((cell: LteCell) => withLists(lteCellContext(cell), cell, listsOf)),
    nrCells: nrCells.map((cell: NrCell) => withLists(nrCellContext(cell), cell, listsOf)),
  });
  return { path: enbCfgFileName, content, mode: enb.websocketPassword === null ? 0o640 : 0o600 };
}

function withLists<T extends object>(context: T, cell: Cell, listsOf: (cell: Cell) => CellLists) {
  return { ...context, ...listsOf(cell) };
}

/** What an eNB with LTE cells needs besides them. */
function lteContext({ enb, peers }: Site) {
  return {
    enbId: enb.enbId,
    mmeAddresses: enb.mmeAddresses,
    x2Peers: peers.filter(({ kind }) => kind === "lte").map(({ address }) => address),
    plmns: enb.plmns,
    a3Offset: enb.handover.lteA3Offset,
    a3TimeToTrigger: enb.handover.lteA3TimeToTrigger,
  };
}

/** What a gNB needs besides its NR cells. */
function nrContext({ enb, peers }: Site) {
  return {
    gnbId: enb.gnbId?.value,
    gnbIdBits: enb.gnbId?.bits,
    amfAddresses: enb.amfAddresses,
    xnPeers: peers.filter(({ kind }) => kind === "nr").map(({ address }) => address),
    plmns: enb.plmns5g,
    nssai: enb.nssai,
    a3Offset: enb.handover.nrA3Offset,
    a3TimeToTrigger: enb.handover.nrA3TimeToTrigger,
  };
}
