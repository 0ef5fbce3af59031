/** <cell>-drb.cfg: the data radio bearers that a cell offers, one a QCI or 5QI. */
import type { Layout } from "../instance/layout.ts";
import type { Cell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { getLteBearers } from "./lte/bearers.ts";
import { getNrBearers } from "./nr/bearers.ts";
import { getQos } from "./nr/qos.ts";
import { makeOnce, makeOncePerKey } from "./once.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** ms that RLC waits for a missing part: retransmissions take longer where uplink and downlink take turns. */
const tReordering = { fdd: 35, tdd: 65 };

export function renderDrb({ reference, kind, rfMode }: Cell, layout: Layout): RenderedFile {
  const contents = { lte: () => renderLte(`${layout}/${rfMode}`), nr: () => renderNr(layout), nb: renderNb };
  return makeRenderedFile(drbFileName(reference), 0o640, contents[kind]);
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

/** What such a UE has is not urgent: both are acknowledged, and wait long. */
const nbBearers = [9, 10].map((qci) => ({ qci, qos: getQos(qci) }));

const renderNb = makeOnce(() => renderTemplate("drb/nb.cfg.njk", { bearers: nbBearers }));
