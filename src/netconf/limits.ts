/**
 * What a NETCONF server may send before its session is destroyed. A Radio Unit is not trusted: it may send anything at
 * any speed, and the time of one session is taken from all others.
 */
export const netconfLimits = {
  /** Bytes of one message; a whole running configuration takes a few kilobytes. */
  maxMessageBytes: 4 * 1024 * 1024,
  /** Elements inside each other: the time that saxes takes for namespaces grows with the square of the depth. */
  maxDepth: 64,
  /** Attributes of one element, namespace declarations included. */
  maxAttributes: 64,
  /** Elements of one message. */
  maxElements: 100_000,
  /** Notifications in one second. */
  maxNotificationsPerSecond: 1000,
} as const;
