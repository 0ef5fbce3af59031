/** KiB that may wait in the kernel. Without CAP_NET_ADMIN it gives at most `net.core.rmem_max`, and says nothing. */
export const defaultReceiveBufferKib = 16_384;
