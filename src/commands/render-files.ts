/** Writes the files of an instance and keeps those before, or says what would be written. */

import { accept } from "../input/accept.ts";
import type { ResolvedInput } from "../input/resolve-input.ts";
import type { FileChange } from "../output/compare.ts";
import { replaceFiles } from "../output/earlier-files.ts";
import { diffFiles, previewFiles } from "../output/preview.ts";
import type { TapMove } from "../plan/compare-plans.ts";
import { renderInstance } from "../render/render-instance.ts";
import { findMovesInFolder } from "./moves.ts";

export type RenderOptions = {
  readonly output: string;
  /** Folder of logs and leases, as the files name it; absolute. */
  readonly state: string;
  readonly dryRun: boolean;
  readonly diff: boolean;
};

export type RenderedFolder = {
  readonly files: readonly FileChange[];
  /** Radio Units that move, beside the plan.json that stood there. */
  readonly moves: readonly TapMove[];
  /** Null where none was asked for. */
  readonly diff: string | null;
};

export async function renderFiles(
  { site, split }: ResolvedInput,
  { output, state, dryRun, diff }: RenderOptions,
): Promise<RenderedFolder> {
  const wanted = accept(renderInstance(site, split.plan, { state })).value;
  const moves = findMovesInFolder(output, split.plan);
  const difference = diff ? await diffFiles(output, wanted) : null;
  const files = dryRun ? previewFiles(output, wanted) : replaceFiles({ directory: output, state }, wanted);
  return { files, moves, diff: difference };
}
