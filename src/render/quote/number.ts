/** A number in plain decimal digits: a reader may take `1e-7` for a word (YAML 1.1 does). */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written to a file`);
  const text = String(value);
  if (!text.includes("e")) return text;
  if (Math.abs(value) >= 1) return String(BigInt(value));
  return value.toFixed(100).replace(/0+$/, "");
}
