/** What a switch and the thread that reads its configurations say to each other: one answer to each request. */
import type { Outcome } from "../../../issue/issue.ts";
import type { SwitchConfiguration } from "../../../vlan/configuration.ts";

export type ReadRequest = {
  /** The text as it came. */
  readonly bytes: Uint8Array;
  /** The name that positions have. */
  readonly file: string;
};

export type ReadAnswer = Outcome<SwitchConfiguration>;
