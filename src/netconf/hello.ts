/** The first message of each side (RFC 6241 section 8.1). */
import { capabilities, namespaces } from "./namespaces.ts";
import { NetconfError } from "./netconf-error.ts";
import {
  findChild,
  findChildren,
  getChildText,
  isElement,
  makeElement,
  type XmlElement,
} from "./xml/element.ts";
import { formatXml } from "./xml/format-xml.ts";

export type Hello = {
  /** 1 to 4294967295. */
  readonly sessionId: number;
  readonly capabilities: ReadonlySet<string>;
  /** Whether both sides know base:1.1, and so speak in chunks from the next message on. */
  readonly chunked: boolean;
};

/** What the client says: base versions only, and no session-id, for which a server would end the session. */
export function formatClientHello(): string {
  return formatHello([capabilities.base10, capabilities.base11]);
}

/** @param sessionId of a server only */
export function formatHello(offered: readonly string[], sessionId?: number): string {
  const list = offered.map((capability) => makeElement(namespaces.base, "capability", capability));
  const children = [makeElement(namespaces.base, "capabilities", list)];
  if (sessionId !== undefined) children.push(makeElement(namespaces.base, "session-id", String(sessionId)));
  return formatXml(makeElement(namespaces.base, "hello", children));
}

/**
 * What a server's hello says. Modules that it does not announce may be there all the same: YANG 1.1 modules are
 * announced by yang-library only (RFC 7950 section 5.6.4).
 *
 * @throws NetconfError where it is not a hello, has no session-id or no base version in common
 */
export function parseHello(element: XmlElement): Hello {
  if (!isElement(element, namespaces.base, "hello"))
    throw new NetconfError(`expected hello, got ${element.name}`);
  const sessionId = Number(getChildText(element, "session-id"));
  if (!Number.isInteger(sessionId) || sessionId < 1 || sessionId > 0xffffffff) {
    throw new NetconfError("hello without a session-id");
  }
  const list = findChild(element, "capabilities");
  const offered = new Set(list === undefined ? [] : findChildren(list, "capability").map(({ text }) => text));
  const chunked = offered.has(capabilities.base11);
  if (!chunked && !offered.has(capabilities.base10))
    throw new NetconfError("hello without base:1.0 or base:1.1");
  return { sessionId, capabilities: offered, chunked };
}
