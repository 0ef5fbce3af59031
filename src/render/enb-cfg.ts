/** enb.cfg: the configuration of the eNB software. */
import type { TapPlan } from "../plan/tap-plan.ts";
import type { PeerNode, Site } from "../site/site.ts";
import { enbCfgFileName } from "./file-name.ts";
import { makeHandoverContext } from "./handover.ts";
import { makeLteCellContext } from "./lte/lte-cell.ts";
import { makeNbCellContext } from "./nb/nb-cell.ts";
import { makeCellLists } from "./neighbours.ts";
import { makeNrCellContext, makeNrCellContext2026 } from "./nr/nr-cell.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";
import { makeRadioContext } from "./rf-driver.ts";
import { renderTemplate } from "./template.ts";

/** What the eNB logs, all of it from every layer's first byte on; `phy` is the one that can grow. */
const logOptions = (phy: "debug" | "info", rotation: string) =>
  [
    "all.level=error,all.max_size=0",
    ...["nas", "s1ap", "x2ap", "rrc", "ngap", "xnap"].map(
      (layer) => `${layer}.level=debug,${layer}.max_size=1`,
    ),
    `phy.level=${phy}`,
    rotation,
  ].join(",");

/** What differs between the layouts of enb.cfg beside their templates. */
const layouts = {
  "2024": {
    template: "enb.cfg.njk",
    rotation: "file.rotate=1G,file.path=/dev/null",
    makeNrContext: makeNrCellContext,
  },
  "2026": {
    template: "enb-2026.cfg.njk",
    rotation: "file.rotate=200M",
    makeNrContext: makeNrCellContext2026,
  },
} as const;

/**
 * The file, readable by its owner alone where it holds the password of the remote API.
 *
 * @param state folder of logs, as it shall stand in the file
 */
export function renderEnbCfg(site: Site, plan: TapPlan, state: string): RenderedFile {
  const mode = site.enb.websocketPassword === null ? 0o640 : 0o600;
  return makeRenderedFile(enbCfgFileName, mode, () => renderContent(site, plan, state));
}

function renderContent(site: Site, plan: TapPlan, state: string): string {
  const { enb, peers } = site;
  const layout = layouts[enb.layout];
  const listsOf = makeCellLists(site);
  const lteCells = site.cells.filter((cell) => cell.kind === "lte");
  const nrCells = site.cells.filter((cell) => cell.kind === "nr");
  const nbCells = site.cells.filter((cell) => cell.kind === "nb");
  return renderTemplate(layout.template, {
    enb,
    log: {
      options: logOptions(enb.logPhyDebug ? "debug" : "info", layout.rotation),
      filename: `${state}/log/enb.log`,
    },
    ...makeRadioContext(site, plan),
    ...(enb.handover && makeHandoverContext(enb.handover)),
    x2Peers: getAddresses(peers, "lte"),
    xnPeers: getAddresses(peers, "nr"),
    lteCells: lteCells.map((cell) => ({ ...makeLteCellContext(cell), ...listsOf(cell) })),
    nbCells: nbCells.map(makeNbCellContext),
    nrCells: nrCells.map((cell) => ({ ...layout.makeNrContext(cell), ...listsOf(cell) })),
  });
}

function getAddresses(peers: readonly PeerNode[], kind: PeerNode["kind"]): string[] {
  return peers.filter((peer) => peer.kind === kind).map(({ address }) => address);
}
