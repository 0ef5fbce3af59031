/** Tracking area codes: text in hexadecimal, as simpleran has them in `plmn_list_5g` and in peer cells. */
import { isScalar, Scalar, type YAMLMap } from "yaml";
import { findPair } from "./parameter-map.ts";

/**
 * Writes the `tac` of a dictionary anew where it is a number or decimal text; the text, or undefined where it stays. What
 * has an anchor stays: an alias may stand for it elsewhere.
 */
export function convertTac(map: YAMLMap): string | undefined {
  const tac = findPair(map, "tac")?.value;
  if (!isScalar(tac) || tac.anchor !== undefined) return undefined;
  const number = getDecimal(tac.value);
  if (number === undefined) return undefined;
  const text = `0x${number.toString(16)}`;
  tac.value = text;
  tac.type = Scalar.QUOTE_DOUBLE;
  return text;
}

function getDecimal(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;
}
