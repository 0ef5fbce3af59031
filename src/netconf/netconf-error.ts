/** Something that the other end sent and that no NETCONF session survives. */
export class NetconfError extends Error {
  override readonly name = "NetconfError";
}
