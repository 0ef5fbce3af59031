/** The Instance: parameters as they were given, validated, with no default filled in and no reference followed. */
import type { LayoutChoice } from "./layout.ts";
import type { RadioUnitParameters } from "./radio-units/radio-unit-kinds.ts";
import type { CellParameters } from "./schema/cell.ts";
import type { EnbParameters } from "./schema/enb.ts";
import type { PeerParameters } from "./schema/peer.ts";
import type { PeerCellParameters } from "./schema/peer-cell.ts";

export type Instance = {
  readonly title: string;
  readonly rootTitle: string;
  readonly softwareType: string;
  readonly computerId: string;
  readonly partitionId: string;
  /** `ipv6-random`, `ipv4-random`, `lan-ipv4`. */
  readonly ipv6: string | null;
  readonly ipv4: string | null;
  readonly lanIpv4: string | null;
  /** `tap-*`, absent and empty strings alike as null: nothing of it is judged yet. */
  readonly tap: {
    readonly name: string | null;
    readonly network: string | null;
    readonly gateway: string | null;
    readonly addr: string | null;
  };
  /** `websocket-password`: what the partition generated for the remote API. */
  readonly websocketPassword: string | null;
  readonly layout: LayoutChoice;
  readonly configuration: EnbParameters;
  /** In the order of `slave-instance-list`. */
  readonly shared: readonly SharedInstance[];
};

/** A shared instance, its kind known by the keys of its parameters. */
export type SharedInstance = {
  readonly reference: string;
  /** `slave_reference`: what results are published under. */
  readonly slaveReference: string;
} & (
  | { readonly kind: "radio-unit"; readonly parameters: RadioUnitParameters }
  | { readonly kind: "cell"; readonly parameters: CellParameters }
  | { readonly kind: "peer"; readonly parameters: PeerParameters }
  | { readonly kind: "peer-cell"; readonly parameters: PeerCellParameters }
);
