/** Namespaces of NETCONF and of the O-RAN modules that a Radio Unit speaks. */
export const namespaces = {
  /** RFC 6241 section 3.1 */
  base: "urn:ietf:params:xml:ns:netconf:base:1.0",
  /** RFC 5277 section 4 */
  notification: "urn:ietf:params:xml:ns:netconf:notification:1.0",
  /** RFC 6470 */
  netconfNotifications: "urn:ietf:params:xml:ns:yang:ietf-netconf-notifications",
  supervision: "urn:o-ran:supervision:1.0",
  faultManagement: "urn:o-ran:fm:1.0",
  /** RFC 8348 */
  hardware: "urn:ietf:params:xml:ns:yang:ietf-hardware",
  operations: "urn:o-ran:operations:1.0",
  softwareManagement: "urn:o-ran:software-management:1.0",
  processingElement: "urn:o-ran:processing-element:1.0",
  /** The CPRI variant of the user plane, the vendor's own. */
  userPlane: "urn:o-ran:uplane-conf-option8:1.0",
} as const;

/** RFC 6241 section 10.4, RFC 5277 sections 3.1.1 and 6. */
export const capabilities = {
  base10: "urn:ietf:params:netconf:base:1.0",
  base11: "urn:ietf:params:netconf:base:1.1",
  writableRunning: "urn:ietf:params:netconf:capability:writable-running:1.0",
  rollbackOnError: "urn:ietf:params:netconf:capability:rollback-on-error:1.0",
  notification: "urn:ietf:params:netconf:capability:notification:1.0",
  interleave: "urn:ietf:params:netconf:capability:interleave:1.0",
} as const;
