/** System information of a cell as a file beside enb.cfg. */
import type { Cell } from "../site/site.ts";
import { sib23FileName } from "./file-name.ts";
import { renderSib2Nb } from "./nb/sib2-nb.ts";
import { makeOnce } from "./once.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** <cell>-sib23.asn: blocks 2 and 3, the same for every LTE and NR cell; NB-IoT cells have one of their own. */
export function renderSystemInformation(cell: Cell): RenderedFile {
  if (cell.kind === "nb") return renderSib2Nb(cell);
  return makeRenderedFile(sib23FileName(cell.reference), 0o640, sib23);
}

const sib23 = makeOnce(() => renderTemplate("sib23.asn.njk", {}));
