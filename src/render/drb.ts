/** <cell>-drb.cfg: the data radio bearers that a cell offers, one a QCI or 5QI. */
import type { Cell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { lteBearers } from "./lte/bearers.ts";
import { nrBearers } from "./nr/bearers.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** ms that RLC waits for a missing part: retransmissions take longer where uplink and downlink take turns. */
const tReordering = { fdd: 35, tdd: 65 };

export function renderDrb(cell: Cell): RenderedFile {
  const content =
    cell.kind === "lte"
      ? renderTemplate("drb/lte.cfg.njk", { bearers: lteBearers, tReordering: tReordering[cell.rfMode] })
      : renderTemplate("drb/nr.cfg.njk", { bearers: nrBearers });
  return { path: drbFileName(cell.reference), content, mode: 0o640 };
}
