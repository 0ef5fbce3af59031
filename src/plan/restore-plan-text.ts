/** A plan.json read back where nothing is wrong with it, without zod, which a short command would load for nothing else. */
import { isDictionary } from "../instance/given-value.ts";
import { parseJsonValue } from "../instance/text/json-value.ts";
import { type PlanJson, type PlannedTapJson, restorePlan } from "./plan-json.ts";
import type { TapPlan } from "./tap-plan.ts";

/** Undefined where the text is not exactly what `ors render` writes: `parsePlan` says then what is wrong with it. */
export function restorePlanText(text: string): TapPlan | undefined {
  const value = parseJsonValue(text);
  if (!isPlanJson(value)) return undefined;
  try {
    return restorePlan(value);
  } catch {
    return undefined;
  }
}

const planKeys = ["slaptap", "range", "taps"];
const tapKeys = ["name", "ru", "network", "gateway", "addr"];

function isPlanJson(value: unknown): value is PlanJson {
  if (!hasKeys(value, planKeys)) return false;
  const { slaptap, range, taps } = value;
  return (
    [slaptap, range].every((one) => one === null || isName(one)) && Array.isArray(taps) && taps.every(isTap)
  );
}

function isTap(value: unknown): value is PlannedTapJson {
  if (!hasKeys(value, tapKeys) || typeof value.ru !== "string") return false;
  return [value.name, value.network, value.gateway, value.addr].every(isName);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** Those keys and no others. */
function hasKeys(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return (
    isDictionary(value) && Object.keys(value).length === keys.length && keys.every((key) => key in value)
  );
}
