/** Text of one message into elements, by saxes with namespaces; within limits, since the sender is not trusted. */
import { SaxesParser, type SaxesTagNS } from "saxes";
import { netconfLimits } from "../limits.ts";
import { NetconfError } from "../netconf-error.ts";
import type { XmlElement } from "./element.ts";

/**
 * The root element of a message.
 *
 * @throws NetconfError where it is not UTF-8 or not well-formed, has a document type declaration (RFC 6241 section 3.2
 *   forbids one) or goes beyond {@link netconfLimits}
 */
export function parseXml(message: Uint8Array): XmlElement {
  return parseXmlText(decodeUtf8(message));
}

export function parseXmlText(text: string): XmlElement {
  const builder = createBuilder();
  const parser = new SaxesParser({ xmlns: true });
  const fail = (what: string) => {
    throw new NetconfError(what);
  };
  parser.on("error", (error) => fail(`XML that is not well-formed: ${error.message}`));
  parser.on("doctype", () => fail("a document type declaration"));
  parser.on("opentag", builder.open);
  parser.on("closetag", builder.close);
  parser.on("text", builder.addText);
  parser.on("cdata", builder.addText);
  // a line break before the declaration occurs after an end-of-message mark
  parser.write(text.trimStart()).close();
  return builder.root() ?? fail("no element");
}

function decodeUtf8(message: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(message);
  } catch {
    throw new NetconfError("text that is not UTF-8");
  }
}

type Building = Omit<XmlElement, "children" | "text"> & { children: XmlElement[]; text: string };

function createBuilder() {
  const stack: Building[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const open = (tag: SaxesTagNS) => {
    count++;
    if (stack.length >= netconfLimits.maxDepth)
      throw new NetconfError(`more than ${netconfLimits.maxDepth} elements inside each other`);
    if (count > netconfLimits.maxElements)
      throw new NetconfError(`more than ${netconfLimits.maxElements} elements`);
    const element = {
      namespace: tag.uri,
      name: tag.local,
      attributes: getAttributes(tag),
      children: [],
      text: "",
    };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  };
  const close = () => {
    const element = stack.pop();
    if (element === undefined) return;
    element.text = element.text.trim();
    if (stack.length === 0) root = element;
  };
  const addText = (text: string) => {
    const element = stack.at(-1);
    if (element !== undefined) element.text += text;
  };
  return { open, close, addText, root: () => root };
}

const declarations = "http://www.w3.org/2000/xmlns/";

function getAttributes(tag: SaxesTagNS): Record<string, string> {
  const attributes = Object.values(tag.attributes);
  if (attributes.length > netconfLimits.maxAttributes)
    throw new NetconfError(`more than ${netconfLimits.maxAttributes} attributes`);
  return Object.fromEntries(
    attributes
      .filter(({ uri }) => uri !== declarations)
      .map(({ uri, local, value }) => [uri === "" ? local : `{${uri}}${local}`, value]),
  );
}
