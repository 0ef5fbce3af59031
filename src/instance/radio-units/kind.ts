/** What a kind of Radio Unit (`ru_type`) is, as data: everything else asks here, and never for a kind's name. */
import type * as z from "zod";
import type { Range } from "../limits.ts";
import type { Entries } from "../text/yaml-block.ts";
import type { cpriLinkDefaults } from "./cpri.ts";

export type RadioUnitKind = {
  /** The value of `ru_type`. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** Parameters of such a Radio Unit. */
  readonly schema: z.ZodObject;
  /** How it hangs on the node: SDR cards in it, or a CPRI link to it. */
  readonly link: "sdr" | "cpri";
  /** What need not be given; what is absent here must be. */
  readonly defaults: {
    readonly n_antenna_dl?: number;
    readonly n_antenna_ul?: number;
    readonly cpri_link?: CpriLinkDefaults;
  };
  /** How many cells it carries, neither fewer nor more; null: any number. */
  readonly cells: Range | null;
  /** The data model that its user plane is configured by; null: it has no configuration file. */
  readonly userPlaneModel: "uplane-conf-option8" | null;
  /** What NR cells on it need of the eNB's scheduler; null: nothing special. */
  readonly nrScheduling: NrScheduling | null;
  /** Parameters for a new file, which has `index` others before it. */
  readonly example: (index: number) => Entries;
};

export type CpriLinkDefaults = Readonly<Record<keyof typeof cpriLinkDefaults, number>> & {
  /** How samples lie in a CPRI frame: the one way that such a Radio Unit knows. */
  readonly mapping: string;
};

export type NrScheduling = {
  /** First resource block of random access (TS 38.331 msg1-FrequencyStart). */
  readonly msg1FrequencyStart: number;
  /** CORESET 0 in resource blocks and symbols (TS 38.213 §13); `duration` is that of the dedicated one. */
  readonly coreset: {
    readonly nRbCoreset0: number;
    readonly nSymbCoreset0: number;
    readonly duration: number;
  };
  readonly slotOffsets: SlotOffsets;
};

/** Slots from grant or data to what answers it (TS 38.214 §5.1.2.1, §6.1.2.1; TS 38.213 §9.2.3); null: the eNB's own. */
export type SlotOffsets = {
  readonly k0: number | null;
  readonly k1: readonly number[] | null;
  readonly k2: number | readonly number[] | null;
  readonly msg3K2: number | null;
};
