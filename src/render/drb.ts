/** <cell>-drb.cfg: the data radio bearers that a cell offers, one a QCI or 5QI. */
import type { Layout } from "../instance/layout.ts";
import type { Cell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { getLteBearers } from "./lte/bearers.ts";
import { getNrBearers } from "./nr/bearers.ts";
import { makeOncePerKey } from "./once.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** ms that RLC waits for a missing part: retransmissions take longer where uplink and downlink take turns. */
const tReordering = { fdd: 35, tdd: 65 };

export function renderDrb({ reference, kind, rfMode }: Cell, layout: Layout): RenderedFile {
  const content = kind === "lte" ? renderLte(`${layout}/${rfMode}`) : renderNr(layout);
  return { path: drbFileName(reference), content, mode: 0o640 };
}

/** By `<layout>/<duplex>`. */
const renderLte = makeOncePerKey((key) => {
  const [layout, rfMode] = key.split("/") as [Layout, Cell["rfMode"]];
  return renderTemplate("drb/lte.cfg.njk", {
    bearers: getLteBearers(layout),
    tReordering: tReordering[rfMode],
  });
});

const renderNr = makeOncePerKey((layout) =>
  renderTemplate("drb/nr.cfg.njk", { bearers: getNrBearers(layout as Layout) }),
);
