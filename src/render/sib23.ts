/** <cell>-sib23.asn: system information blocks 2 and 3, the same for every cell. */
import type { Cell } from "../site/site.ts";
import { sib23FileName } from "./file-name.ts";
import { makeOnce } from "./once.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

export function renderSib23({ reference }: Cell): RenderedFile {
  return { path: sib23FileName(reference), content: content(), mode: 0o640 };
}

const content = makeOnce(() => renderTemplate("sib23.asn.njk", {}));
