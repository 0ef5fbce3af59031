/** Software slots of a Radio Unit (o-ran-software-management). */
import { findChildren, getChildText, type XmlElement } from "../../netconf/xml/element.ts";

export type SoftwareSlot = {
  readonly name: string;
  readonly status: "VALID" | "INVALID" | "EMPTY";
  /** Started at the next restart. */
  readonly active: boolean;
  readonly running: boolean;
  /** READ_ONLY is the factory's slot. */
  readonly readOnly: boolean;
  readonly buildVersion: string;
  /** Serial number and such, where the vendor says so; empty otherwise. */
  readonly productCode: string;
};

/** The slots of `software-inventory`. */
export function readInventory(inventory: XmlElement | undefined): SoftwareSlot[] {
  return (inventory === undefined ? [] : findChildren(inventory, "software-slot")).map(readSlot);
}

/** The version that runs; undefined where the inventory does not say. */
export function getRunningVersion(slots: readonly SoftwareSlot[]): string | undefined {
  return slots.find(({ running }) => running)?.buildVersion;
}

function readSlot(element: XmlElement): SoftwareSlot {
  const status = getChildText(element, "status");
  return {
    name: getChildText(element, "name") ?? "",
    status: status === "VALID" || status === "EMPTY" ? status : "INVALID",
    active: getChildText(element, "active") === "true",
    running: getChildText(element, "running") === "true",
    readOnly: getChildText(element, "access") === "READ_ONLY",
    buildVersion: getChildText(element, "build-version") ?? "",
    productCode: getChildText(element, "product-code") ?? "",
  };
}
