import { parseWanted, type RadioUnitFiles } from "../../src/mplane/managed/wanted-config.ts";

const base = "urn:ietf:params:xml:ns:netconf:base:1.0";

/** Files of a Radio Unit, short; the gain tells one configuration from another. */
export function makeFiles(active: "ACTIVE" | "INACTIVE", gain = -20): RadioUnitFiles {
  const processingElement = `<?xml version="1.0" encoding="UTF-8"?>
    <config xmlns="${base}"><processing-elements xmlns="urn:o-ran:processing-element:1.0">
    <transport-session-type>CPRI-INTERFACE</transport-session-type>
    <ru-elements><name>PE0</name><transport-flow><interface-name>eth1</interface-name></transport-flow></ru-elements>
    </processing-elements></config>`;
  return {
    processingElement,
    inactive: makeUserPlane("INACTIVE", gain),
    active: makeUserPlane(active, gain),
  };
}

export function makeWanted(active: "ACTIVE" | "INACTIVE", gain = -20) {
  return parseWanted(makeFiles(active, gain));
}

function makeUserPlane(active: string, gain: number): string {
  return `<config xmlns="${base}" xmlns:nc="${base}">
    <user-plane-configuration xmlns="urn:o-ran:uplane-conf-option8:1.0" nc:operation="replace"><tx-array-carriers>
    <name>TXA0CC00</name><center-of-channel-bandwidth>3450000000</center-of-channel-bandwidth>
    <channel-bandwidth>40000000</channel-bandwidth><active>${active}</active><gain>${gain}</gain>
    <downlink-radio-frame-offset>0</downlink-radio-frame-offset><downlink-sfn-offset>0</downlink-sfn-offset>
    </tx-array-carriers></user-plane-configuration></config>`;
}
