/** Notifications (RFC 5277 section 4). */
import { namespaces } from "./namespaces.ts";
import { isElement, type XmlElement } from "./xml/element.ts";

export type Notification = {
  /** By the server's clock, which starts in 1970: never compared with ours. */
  readonly eventTime: string;
  readonly event: XmlElement;
  /** The whole of it, for logs. */
  readonly element: XmlElement;
};

/** The notification that an element is; undefined where it is something else or has no event. */
export function parseNotification(element: XmlElement): Notification | undefined {
  if (!isElement(element, namespaces.notification, "notification")) return undefined;
  const event = element.children.find(({ name }) => name !== "eventTime");
  if (event === undefined) return undefined;
  const eventTime = element.children.find(({ name }) => name === "eventTime")?.text ?? "";
  return { eventTime, event, element };
}
