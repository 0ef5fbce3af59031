/** The files of src/ as the house's tests look at them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseSync, Visitor } from "oxc-parser";

export const root = resolve(import.meta.dirname, "../..");
const source = join(root, "src");

export type SourceFile = {
  /** From src/ on. */
  readonly name: string;
  readonly text: string;
};

/** Every TypeScript file of src/ but what the build makes. */
export function readSourceFiles(): SourceFile[] {
  return readdirSync(source, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".gen.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(source, path), text: readFileSync(path, "utf8") }));
}

export type FunctionSize = { readonly name: string; readonly lines: number };

/** Functions that have a name, by declaration, `const` or property, each with its lines from first to last. */
export function measureFunctions({ name: file, text }: SourceFile): FunctionSize[] {
  const found: FunctionSize[] = [];
  const add = (name: string, { start, end }: { start: number; end: number }) =>
    void found.push({ name: `${file}: ${name}`, lines: countLines(text.slice(start, end)) });
  const visitor = new Visitor({
    FunctionDeclaration: (node) => add(node.id?.name ?? "default", node),
    VariableDeclarator: ({ id, init }) => {
      if (isFunction(init) && id.type === "Identifier") add(id.name, init);
    },
    Property: ({ key, value }) => {
      if (isFunction(value) && key.type === "Identifier") add(key.name, value);
    },
    MethodDefinition: ({ key, value }) => {
      if (key.type === "Identifier") add(key.name, value);
    },
  });
  visitor.visit(parseSync(file, text).program);
  return found;
}

export function countLines(text: string): number {
  return text.trimEnd().split("\n").length;
}

/** The value below which this part of them lies: 0.5 is the median. */
export function findQuantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function isFunction(
  node: { readonly type: string } | null,
): node is { type: string; start: number; end: number } {
  return node?.type === "ArrowFunctionExpression" || node?.type === "FunctionExpression";
}
