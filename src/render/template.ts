/** Runs a compiled template. Every value passes a filter that quotes for its file; the build checks that. */
import nunjucks, { type SafeString } from "nunjucks/browser/nunjucks-slim.js";
import { quoteAsn } from "./quote/asn.ts";
import { quoteCfg } from "./quote/cfg.ts";
import { quoteDnsmasq } from "./quote/dnsmasq.ts";
import { quoteXml } from "./quote/xml.ts";
import { templates } from "./templates.gen.ts";

/** Text that a template made, to go into another as it is. */
export type RenderedText = SafeString;

const environment = new nunjucks.Environment([new nunjucks.PrecompiledLoader(templates)], {
  autoescape: false,
  throwOnUndefined: true,
});
environment.addFilter("cfg", quoteCfg);
environment.addFilter("asn", quoteAsn);
environment.addFilter("xml", quoteXml);
environment.addFilter("dnsmasq", quoteDnsmasq);
environment.addFilter("rendered", insertRendered);

/** The text of `templates/<name>`, whose fields `context` holds. */
export function renderTemplate(name: string, context: object): string {
  return environment.render(name, context);
}

/** Marks text that consists of what templates made. */
export function renderedText(text: string): RenderedText {
  return nunjucks.runtime.markSafe(text);
}

/** A plain string here would be a parameter that nothing quoted. */
function insertRendered(text: RenderedText): string {
  if (!((text as unknown) instanceof nunjucks.runtime.SafeString))
    throw new TypeError("text that no template made");
  return text.valueOf();
}
