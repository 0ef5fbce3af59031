/** Where the values of a configuration stand in its text. */
import { parseJson } from "../instance/text/json-text.ts";
import { findOffset, indexPositions, type ParsedText } from "../instance/text/text-node.ts";
import type { Issue } from "../issue/issue.ts";

/** Issues that a switch has named of a text, with the positions that they have in the file that it was read from. */
export async function locateIssues(
  issues: readonly Issue[],
  text: string,
  file: string,
): Promise<readonly Issue[]> {
  if (issues.length === 0) return issues;
  const parsed = await parseText(text);
  if (!("failures" in parsed)) return addPositions(issues, parsed, text, file);
  return issues.map(({ position, ...issue }) =>
    position === undefined ? issue : { ...issue, position: { ...position, file } },
  );
}

/** Adds the position of each issue's place. */
export function addPositions(
  issues: readonly Issue[],
  { root }: ParsedText,
  text: string,
  file: string,
): Issue[] {
  const positionOf = indexPositions(text, file);
  return issues.map((issue) => ({ ...issue, position: positionOf(findOffset(root, issue.place)) }));
}

/** JSON or YAML, which is parsed by a package that JSON need not wait for. */
export async function parseText(text: string) {
  const json = parseJson(text);
  if (json !== undefined) return json;
  const { parseYaml } = await import("../instance/text/yaml-text.ts");
  return parseYaml(text);
}
