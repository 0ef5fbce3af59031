/** <cell>-drb.cfg: the data radio bearers that a cell offers, one a QCI or 5QI. */
import type { Cell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { lteBearers } from "./lte/bearers.ts";
import { nrBearers } from "./nr/bearers.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** ms that RLC waits for a missing part: retransmissions take longer where uplink and downlink take turns. */
const tReordering = { fdd: 35, tdd: 65 };

/** Texts by what they go by: every cell of a kind and duplex has the same. */
const contents = new Map<string, string>();

export function renderDrb(cell: Cell): RenderedFile {
  const key = `${cell.kind} ${cell.rfMode}`;
  const content = contents.get(key) ?? contentFor(cell);
  contents.set(key, content);
  return { path: drbFileName(cell.reference), content, mode: 0o640 };
}

function contentFor({ kind, rfMode }: Cell): string {
  if (kind === "nr") return renderTemplate("drb/nr.cfg.njk", { bearers: nrBearers });
  return renderTemplate("drb/lte.cfg.njk", { bearers: lteBearers, tReordering: tReordering[rfMode] });
}
