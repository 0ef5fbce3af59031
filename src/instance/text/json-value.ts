/** The value of a JSON text; undefined where it is not JSON. `json-text.ts` has the same with places. */
export function parseJsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
