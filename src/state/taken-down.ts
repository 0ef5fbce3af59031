/**
 * Subtaps that an operator has taken down until further notice: a mark each, a file in a folder of the state folder.
 * Two operators at once cannot undo each other's mark, and a mark that is half made is none.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSubtapName } from "../net/subtap-name.ts";

/** The folder of the marks. */
export function getMarksFolder(state: string): string {
  return join(state, "taken-down");
}

/** Names of the subtaps that are taken down; none where nobody ever took one down. */
export function readTakenDown(state: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(getMarksFolder(state)).filter(isSubtapName));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw error;
  }
}

/** Marks a subtap as taken down; false where it was marked already. */
export function takeDown(state: string, name: string): boolean {
  mkdirSync(getMarksFolder(state), { recursive: true });
  try {
    writeFileSync(join(getMarksFolder(state), name), "", { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Takes the mark away; false where there was none. */
export function takeUp(state: string, name: string): boolean {
  try {
    rmSync(join(getMarksFolder(state), name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
