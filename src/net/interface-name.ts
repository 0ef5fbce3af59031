/** Names of network interfaces. */

/** IFNAMSIZ less the closing zero: netdevice(7). */
export const maxInterfaceNameBytes = 15;

/** What {@link isInterfaceName} asks for, for messages. */
export const interfaceNameRule = `1 to ${maxInterfaceNameBytes} ASCII letters, digits, ".", "_" and "-", with a letter, digit or "_" first`;

/**
 * Whether a slaptap can have this name: less than the kernel takes, so that a name needs no quoting in enb.cfg,
 * dnsmasq.cfg and the trampoline's request.
 */
export function isInterfaceName(text: string): boolean {
  return text.length <= maxInterfaceNameBytes && /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text);
}
