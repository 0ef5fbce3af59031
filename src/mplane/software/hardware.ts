/** What a Radio Unit says of itself: its serial number (ietf-hardware, RFC 8348), why it started last (o-ran-operations). */
import { findChild, findChildren, getChildText, type XmlElement } from "../../netconf/xml/element.ts";

/** Classes of the component that is the whole Radio Unit: o-ran-hardware's own, or the chassis. */
const wholeUnit = ["O-RAN-RADIO", "chassis"];

/** Of the Radio Unit as a whole, or else of the first component that has one; null where none has. */
export function readSerialNumber(hardware: XmlElement | undefined): string | null {
  const components = (hardware === undefined ? [] : findChildren(hardware, "component")).filter(
    (component) => (getChildText(component, "serial-num") ?? "") !== "",
  );
  const own = components.find((component) => wholeUnit.includes(getClass(component)));
  const component = own ?? components[0];
  return component === undefined ? null : (getChildText(component, "serial-num") ?? null);
}

/** `POWER-ON`, `SUPERVISION-WATCHDOG`, …; null where it does not say. */
export function readRestartCause(operationalInfo: XmlElement | undefined): string | null {
  const state = operationalInfo && findChild(operationalInfo, "operational-state");
  return (state && getChildText(state, "restart-cause")) ?? null;
}

/** An identity, whose prefix is the sender's choice. */
function getClass(component: XmlElement): string {
  return (getChildText(component, "class") ?? "").replace(/^.*:/, "");
}
