/**
 * Applicable synchronisation raster entries by operating band: TS 38.104 V19.4.0 tables 5.4.3.3-1 and
 * 5.4.3.3-2.
 */

export type NrSyncRaster = {
  readonly band: number;
  /** Sub-carrier spacing of the SSB, kHz. */
  readonly spacing: number;
  /** Block pattern, TS 38.213 section 4.1. */
  readonly pattern: string;
  /** GSCN in ascending order. */
  readonly gscns: readonly number[];
  /** Channel bandwidths in MHz that the row is for: from this one on, and below that one. */
  readonly fromBandwidth: number;
  readonly belowBandwidth: number;
};

type Steps = { readonly first: number; readonly step: number; readonly last: number };
type Row = readonly [
  band: number,
  spacing: number,
  pattern: string,
  gscns: Steps | readonly number[],
  bandwidths?: { readonly from?: number; readonly below?: number },
];

// biome-ignore format: a row of the table is a line
const rows: readonly Row[] = [
  [1, 15, "A", { first: 5279, step: 1, last: 5419 }],
  [2, 15, "A", { first: 4829, step: 1, last: 4969 }],
  [3, 15, "A", { first: 4517, step: 1, last: 4693 }],
  [5, 15, "A", { first: 2177, step: 1, last: 2230 }],
  [5, 30, "B", { first: 2183, step: 1, last: 2224 }],
  [7, 15, "A", { first: 6554, step: 1, last: 6718 }],
  [8, 15, "A", { first: 2318, step: 1, last: 2395 }],
  [12, 15, "A", { first: 1828, step: 1, last: 1858 }],
  [13, 15, "A", { first: 1871, step: 1, last: 1885 }],
  [14, 15, "A", { first: 1901, step: 1, last: 1915 }],
  [18, 15, "A", { first: 2156, step: 1, last: 2182 }],
  [20, 15, "A", { first: 1982, step: 1, last: 2047 }],
  [24, 15, "A", { first: 3818, step: 1, last: 3892 }],
  [24, 30, "B", { first: 3824, step: 1, last: 3886 }],
  [25, 15, "A", { first: 4829, step: 1, last: 4981 }],
  [26, 15, "A", { first: 2153, step: 1, last: 2230 }],
  [28, 15, "A", { first: 1901, step: 1, last: 2002 }],
  [29, 15, "A", { first: 1798, step: 1, last: 1813 }],
  [30, 15, "A", { first: 5879, step: 1, last: 5893 }],
  [31, 15, "A", { first: 1161, step: 1, last: 1162 }],
  [34, 15, "A", [5032, 5043, 5054]],
  [34, 30, "C", { first: 5036, step: 1, last: 5050 }],
  [38, 15, "A", [6432, 6443, 6457, 6468, 6479, 6493, 6507, 6518, 6532, 6543]],
  [38, 30, "C", { first: 6437, step: 1, last: 6538 }],
  [39, 15, "A", [4707, 4715, 4718, 4729, 4732, 4743, 4747, 4754, 4761, 4768, 4772, 4782, 4786, 4793]],
  [39, 30, "C", { first: 4712, step: 1, last: 4789 }],
  [40, 30, "C", { first: 5762, step: 1, last: 5989 }],
  [41, 15, "A", { first: 6246, step: 3, last: 6717 }],
  [41, 30, "C", { first: 6252, step: 3, last: 6714 }],
  [46, 30, "C", { first: 8993, step: 1, last: 9530 }],
  [48, 30, "C", { first: 7884, step: 1, last: 7982 }],
  [50, 30, "C", { first: 3590, step: 1, last: 3781 }],
  [51, 15, "A", { first: 3572, step: 1, last: 3574 }],
  [53, 15, "A", { first: 6215, step: 1, last: 6232 }],
  [53, 30, "C", { first: 6221, step: 1, last: 6226 }],
  [54, 15, "A", { first: 4181, step: 1, last: 4182 }],
  [65, 15, "A", { first: 5279, step: 1, last: 5494 }],
  [66, 15, "A", { first: 5279, step: 1, last: 5494 }],
  [66, 30, "B", { first: 5285, step: 1, last: 5488 }],
  [67, 15, "A", { first: 1850, step: 1, last: 1888 }],
  [68, 15, "A", { first: 1888, step: 1, last: 1951 }],
  [70, 15, "A", { first: 4993, step: 1, last: 5044 }],
  [71, 15, "A", { first: 1547, step: 1, last: 1624 }],
  [72, 15, "A", { first: 1157, step: 1, last: 1159 }],
  [74, 15, "A", { first: 3692, step: 1, last: 3790 }],
  [75, 15, "A", { first: 3584, step: 1, last: 3787 }],
  [76, 15, "A", { first: 3572, step: 1, last: 3574 }],
  [77, 30, "C", { first: 7711, step: 1, last: 8329 }],
  [78, 30, "C", { first: 7711, step: 1, last: 8051 }],
  [79, 30, "C", { first: 8480, step: 16, last: 8880 }, { from: 40 }],
  [79, 30, "C", { first: 8475, step: 1, last: 8884 }, { below: 40 }],
  [85, 15, "A", { first: 1826, step: 1, last: 1858 }],
  [87, 15, "A", { first: 1055, step: 1, last: 1057 }],
  [88, 15, "A", { first: 1061, step: 1, last: 1062 }],
  [90, 15, "A", { first: 6246, step: 1, last: 6717 }, { from: 10 }],
  [90, 15, "A", { first: 6245, step: 1, last: 6718 }, { below: 10 }],
  [90, 30, "C", { first: 6252, step: 1, last: 6714 }],
  [91, 15, "A", { first: 3572, step: 1, last: 3574 }],
  [92, 15, "A", { first: 3584, step: 1, last: 3787 }],
  [93, 15, "A", { first: 3572, step: 1, last: 3574 }],
  [94, 15, "A", { first: 3584, step: 1, last: 3787 }],
  [96, 30, "C", { first: 9531, step: 1, last: 10363 }],
  [100, 15, "A", { first: 2303, step: 1, last: 2307 }],
  [100, 15, "A", { first: 41638, step: 1, last: 41638 }],
  [101, 15, "A", { first: 4754, step: 1, last: 4768 }],
  [101, 30, "C", { first: 4760, step: 1, last: 4764 }],
  [102, 30, "C", { first: 9531, step: 1, last: 9877 }],
  [104, 30, "C", { first: 9882, step: 7, last: 10358 }],
  [105, 15, "A", { first: 1535, step: 1, last: 1624 }],
  [109, 15, "A", { first: 3584, step: 1, last: 3787 }],
  [257, 120, "D", { first: 22388, step: 1, last: 22558 }],
  [257, 240, "E", { first: 22390, step: 2, last: 22556 }],
  [258, 120, "D", { first: 22257, step: 1, last: 22443 }],
  [258, 240, "E", { first: 22258, step: 2, last: 22442 }],
  [259, 120, "D", { first: 23140, step: 1, last: 23369 }],
  [259, 240, "E", { first: 23142, step: 2, last: 23368 }],
  [260, 120, "D", { first: 22995, step: 1, last: 23166 }],
  [260, 240, "E", { first: 22996, step: 2, last: 23164 }],
  [261, 120, "D", { first: 22446, step: 1, last: 22492 }],
  [261, 240, "E", { first: 22446, step: 2, last: 22490 }],
  [262, 120, "D", { first: 23586, step: 1, last: 23641 }],
  [262, 240, "E", { first: 23588, step: 2, last: 23640 }],
  [263, 120, "D", [24156, 24162, 24168, 24174, 24180, 24186, 24192, 24198, 24204, 24210, 24216, 24222, 24228, 24231, 24237, 24243, 24249, 24255, 24261, 24267, 24273, 24279, 24285, 24291, 24297, 24303, 24309, 24315, 24321, 24327, 24333, 24336, 24342, 24348, 24354, 24360, 24366, 24372, 24378, 24384, 24390, 24396, 24402, 24408, 24414, 24420, 24426, 24432, 24438, 24441, 24447, 24453, 24459, 24465, 24471, 24477, 24483, 24489, 24495, 24501, 24507, 24513, 24519, 24525, 24531, 24537, 24543, 24546, 24552, 24558, 24564, 24570, 24576, 24582, 24588, 24594, 24600, 24606, 24612, 24618, 24624, 24630, 24636, 24642, 24648, 24651, 24657, 24663, 24669, 24675, 24681, 24687, 24693, 24699, 24705, 24711, 24717, 24723, 24729, 24735, 24741, 24747, 24753, 24756, 24762, 24768, 24774, 24780, 24786, 24792, 24798, 24804, 24810, 24816, 24822, 24828, 24834, 24840, 24846, 24852, 24858, 24861, 24867, 24873, 24879, 24885, 24891, 24897, 24903, 24909, 24915, 24921, 24927, 24933, 24939, 24945, 24951, 24957]],
  [263, 480, "F", [24162, 24186, 24210, 24234, 24258, 24282, 24306, 24330, 24354, 24378, 24402, 24426, 24450, 24474, 24486, 24510, 24534, 24558, 24582, 24606, 24630, 24654, 24678, 24702, 24726, 24750, 24774, 24798, 24822, 24846, 24870, 24894, 24906, 24930]],
  [263, 960, "G", { first: 24162, step: 6, last: 24954 }],
];

export const nrSyncRasters: readonly NrSyncRaster[] = rows.map(
  ([band, spacing, pattern, gscns, bandwidths]) => ({
    band,
    spacing,
    pattern,
    gscns: "first" in gscns ? count(gscns) : gscns,
    fromBandwidth: bandwidths?.from ?? 0,
    belowBandwidth: bandwidths?.below ?? Number.POSITIVE_INFINITY,
  }),
);

function count({ first, step, last }: Steps): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
}
