/** <cell>-drb.cfg: the data radio bearers that a cell offers, one a QCI or 5QI. */
import type { Cell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { lteBearers } from "./lte/bearers.ts";
import { nrBearers } from "./nr/bearers.ts";
import { makeOnce, makeOncePerKey } from "./once.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** ms that RLC waits for a missing part: retransmissions take longer where uplink and downlink take turns. */
const tReordering = { fdd: 35, tdd: 65 };

export function renderDrb({ reference, kind, rfMode }: Cell): RenderedFile {
  const content = kind === "lte" ? lteContent(rfMode) : nrContent();
  return { path: drbFileName(reference), content, mode: 0o640 };
}

const lteContent = makeOncePerKey((rfMode) =>
  renderTemplate("drb/lte.cfg.njk", {
    bearers: lteBearers,
    tReordering: rfMode === "tdd" ? tReordering.tdd : tReordering.fdd,
  }),
);

const nrContent = makeOnce(() => renderTemplate("drb/nr.cfg.njk", { bearers: nrBearers }));
