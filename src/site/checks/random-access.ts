/** PRACH configuration and root sequence of an NR cell. */
import { shortPreambleRootSequenceIndex } from "../../instance/limits.ts";
import { type Issue, placeInShared, warning } from "../../issue/issue.ts";
import type { NrCell } from "../site.ts";

export function checkRandomAccess(cell: NrCell): Issue[] {
  return [...checkIndex(cell), ...checkRootSequence(cell)];
}

/** Paired spectrum has the indexes to 255 (TS 38.211 table 6.3.3.2-2), unpaired those to 262 (table 6.3.3.2-3). */
const lastPairedIndex = 255;

function checkIndex({ reference, rfMode, prachConfigIndex }: NrCell): Issue[] {
  if (rfMode === "tdd" || prachConfigIndex <= lastPairedIndex) return [];
  return [
    warning(
      placeInShared(reference, "prach_config_index"),
      `${prachConfigIndex} is an index of unpaired spectrum, and rf_mode is fdd`,
      `0 to ${lastPairedIndex} (TS 38.211 table 6.3.3.2-2)`,
    ),
  ];
}

/** Those of the TDD patterns: their preambles are short, which have fewer root sequences. */
const shortPreambles: readonly number[] = [156, 160];

function checkRootSequence({ reference, rootSequenceIndex, prachConfigIndex }: NrCell): Issue[] {
  const { min, max } = shortPreambleRootSequenceIndex;
  if (rootSequenceIndex <= max || !shortPreambles.includes(prachConfigIndex)) return [];
  return [
    warning(
      placeInShared(reference, "root_sequence_index"),
      `${rootSequenceIndex} is beyond the last root sequence of short preambles, which PRACH configuration ${prachConfigIndex} has`,
      `${min} to ${max} (TS 38.211 section 6.3.3.1)`,
    ),
  ];
}
