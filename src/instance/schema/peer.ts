/** Parameters of a peer node: another eNB (X2) or gNB (Xn). */
import type * as z from "zod";
import { host } from "../fields/address.ts";
import { choice } from "../fields/field.ts";
import { kinds, parameters } from "../fields/parameters.ts";

const ltePeerSchema = parameters(
  {
    peer_type: choice(["lte"], { title: "Type" }),
    x2_addr: host({ title: "X2 address" }),
  },
  { title: "LTE peer" },
);

const nrPeerSchema = parameters(
  {
    peer_type: choice(["nr"], { title: "Type" }),
    xn_addr: host({ title: "Xn address" }),
  },
  { title: "NR peer" },
);

export const peerSchema = kinds("peer_type", ["lte", "nr"], [ltePeerSchema, nrPeerSchema], { title: "Peer" });

export type PeerParameters = z.output<typeof peerSchema>;
