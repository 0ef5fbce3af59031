/** Peer nodes in the order of files. */
import type { Instance } from "../../instance/instance.ts";
import { compareReferences } from "../../instance/reference.ts";
import type { PeerParameters } from "../../instance/schema/peer.ts";
import { given } from "../resolved.ts";
import { getShared } from "../shared-instances.ts";
import type { PeerNode } from "../site.ts";

export function resolvePeers(instance: Instance): PeerNode[] {
  return getShared(instance, "peer")
    .map(({ reference, parameters }) => resolvePeer(reference, parameters))
    .sort((a, b) => compareReferences(a.reference, b.reference));
}

function resolvePeer(reference: string, parameters: PeerParameters): PeerNode {
  if (parameters.peer_type === "lte") {
    const { x2_addr } = parameters;
    const origins = { peer_type: given("lte", "peer_type"), x2_addr: given(x2_addr, "x2_addr") };
    return { reference, kind: "lte", address: x2_addr, origins };
  }
  const { xn_addr } = parameters;
  const origins = { peer_type: given("nr", "peer_type"), xn_addr: given(xn_addr, "xn_addr") };
  return { reference, kind: "nr", address: xn_addr, origins };
}
