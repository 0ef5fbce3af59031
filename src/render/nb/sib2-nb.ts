/** <cell>-sib2_nb.asn: SystemInformationBlockType2-NB of TS 36.331 §6.7.3.1, by the levels of coverage enhancement. */
import type { NbCell } from "../../site/site.ts";
import { sib2NbFileName } from "../file-name.ts";
import { makeOncePerKey } from "../once.ts";
import type { RenderedFile } from "../rendered-file.ts";
import { renderTemplate } from "../template.ts";

/** One level of coverage enhancement: its random access (NPRACH-Parameters-NB) and what answers it. */
type Level = {
  readonly responseWindow: string;
  readonly periodicity: string;
  readonly subcarrierOffset: string;
  readonly subcarriers: string;
  readonly msg3RangeStart: string;
  readonly attempts: string;
  readonly repetitions: string;
  readonly controlRepetitions: string;
  readonly controlStart: string;
  /** Of the acknowledgement to message 4. */
  readonly acknowledgements: string;
};

const first: Level = {
  responseWindow: "pp5",
  periodicity: "ms80",
  subcarrierOffset: "n0",
  subcarriers: "n12",
  msg3RangeStart: "twoThird",
  attempts: "n10",
  repetitions: "n1",
  controlRepetitions: "r8",
  controlStart: "v4",
  acknowledgements: "r1",
};

const alone = { levels: [first], pagingRepetitions: "r1", thresholds: [] };

/** Levels share the subcarriers: the first has half of all 48. A UE takes the level by the thresholds below. */
const three = {
  levels: [
    { ...first, subcarriers: "n24", attempts: "n5" },
    {
      ...first,
      responseWindow: "pp6",
      periodicity: "ms160",
      subcarrierOffset: "n24",
      msg3RangeStart: "one",
      attempts: "n4",
      repetitions: "n4",
      controlRepetitions: "r16",
      controlStart: "v2",
      acknowledgements: "r4",
    },
    {
      ...first,
      responseWindow: "pp8",
      periodicity: "ms320",
      subcarrierOffset: "n36",
      msg3RangeStart: "one",
      attempts: "n3",
      repetitions: "n16",
      controlRepetitions: "r64",
      controlStart: "v1dot5",
      acknowledgements: "r16",
    },
  ],
  pagingRepetitions: "r32",
  /** RSRP-Range: −110 and −120 dBm, counted from −140. */
  thresholds: [30, 20],
};

export function renderSib2Nb({ reference, allCoverageLevels }: NbCell): RenderedFile {
  return { path: sib2NbFileName(reference), content: contentOf(String(allCoverageLevels)), mode: 0o640 };
}

const contentOf = makeOncePerKey((all) => renderTemplate("sib2-nb.asn.njk", all === "true" ? three : alone));
