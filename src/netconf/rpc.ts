/** Requests and replies (RFC 6241 section 4). */
import { namespaces } from "./namespaces.ts";
import { findChildren, getChildText, isElement, makeElement, type XmlElement } from "./xml/element.ts";
import { formatXml } from "./xml/format-xml.ts";

export type RpcError = {
  /** `operation-failed`, `invalid-value`, … (RFC 6241 appendix A). */
  readonly tag: string;
  readonly severity: "error" | "warning";
  /** Empty where the server gave none. */
  readonly path: string;
  readonly message: string;
};

export type RpcReply = {
  /** Null where the server could not tell which request it answers. */
  readonly messageId: string | null;
  /** Errors only: warnings are listed beside. */
  readonly errors: readonly RpcError[];
  readonly warnings: readonly RpcError[];
  /** What stands in it besides errors: `ok`, `data`, or the output of the rpc. */
  readonly content: readonly XmlElement[];
};

/** @param operation the operation's own element, as text */
export function formatRpc(messageId: number, operation: string): string {
  return `<rpc xmlns="${namespaces.base}" message-id="${messageId}">${operation}</rpc>`;
}

/** The reply that an element is; undefined where it is something else. */
export function parseReply(element: XmlElement): RpcReply | undefined {
  if (!isElement(element, namespaces.base, "rpc-reply")) return undefined;
  const found = findChildren(element, "rpc-error").map(parseRpcError);
  return {
    messageId: element.attributes["message-id"] ?? null,
    errors: found.filter(({ severity }) => severity === "error"),
    warnings: found.filter(({ severity }) => severity === "warning"),
    content: element.children.filter(({ name }) => name !== "rpc-error"),
  };
}

/** `invalid-value at /a/b: text` */
export function formatRpcError({ tag, path, message }: RpcError): string {
  return [tag, path && ` at ${path}`, message && `: ${message}`].join("");
}

function parseRpcError(element: XmlElement): RpcError {
  return {
    tag: getChildText(element, "error-tag") ?? "error",
    severity: getChildText(element, "error-severity") === "warning" ? "warning" : "error",
    path: getChildText(element, "error-path") ?? "",
    message: getChildText(element, "error-message") ?? "",
  };
}

/** `create-subscription` to the default stream, without filter (RFC 5277 section 2.1.1). */
export function formatCreateSubscription(): string {
  return formatXml(makeElement(namespaces.notification, "create-subscription"));
}

/** `get` of state and configuration below one container. */
export function formatGet(namespace: string, container: string): string {
  return `<get>${formatSubtree(namespace, container)}</get>`;
}

/** `get-config` of the running configuration below one container. */
export function formatGetConfig(namespace: string, container: string): string {
  return `<get-config><source><running/></source>${formatSubtree(namespace, container)}</get-config>`;
}

/**
 * `edit-config` of the running configuration.
 *
 * @param config text of a `config` element with its namespace declarations and without an XML declaration
 */
export function formatEditConfig(config: string): string {
  return `<edit-config><target><running/></target>${config}</edit-config>`;
}

export function formatCloseSession(): string {
  return "<close-session/>";
}

/** RFC 6241 section 6.2 */
function formatSubtree(namespace: string, container: string): string {
  return `<filter type="subtree">${formatXml(makeElement(namespace, container))}</filter>`;
}

/** What a `get` or `get-config` found below `data`, which some servers leave in no namespace. */
export function findInData(reply: RpcReply, namespace: string, name: string): XmlElement | undefined {
  const found = reply.content.find(
    (element) =>
      element.name === "data" && (element.namespace === namespaces.base || element.namespace === ""),
  );
  return found?.children.find((child) => isElement(child, namespace, name));
}
