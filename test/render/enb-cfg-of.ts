/** What enb.cfg and the files beside it say of parameters, parsed. */
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { type Given, site } from "../site/resolved-instance.ts";
import { parseAmarisoftCfg } from "../support/amarisoft-cfg.ts";
import { value } from "./golden-cases.ts";

export type Json = { readonly [key: string]: unknown };

/** In the 2026 layout, unless the parameters say another, and on a node without a TAP. */
export async function enbCfgOf(given: Given): Promise<Json> {
  return (await fileOf(given, "enb.cfg")) as Json;
}

export async function fileOf({ configuration, ...given }: Given, path: string): Promise<unknown> {
  const resolved = await site({ ...given, configuration: { ...byDefault, ...configuration } });
  const files = value(renderInstance(resolved, value(planTaps(resolved)).plan, { state: "/srv/var" }));
  return parseAmarisoftCfg(files.find((file) => file.path === path)?.content ?? "");
}

const byDefault = { enb_cfg_layout: "2026", testing: true };

/** The first entry of a list. */
export function firstOf(cfg: Json, list: string): Json {
  const [first] = cfg[list] as Json[];
  if (first === undefined) throw new Error(`${list} is empty`);
  return first;
}
