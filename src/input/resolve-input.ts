/** An instance's text all the way to its plan. */
import type { Instance } from "../instance/instance.ts";
import { InputError } from "../issue/exit-code.ts";
import { hasErrors, type Issue } from "../issue/issue.ts";
import type { TapSplit } from "../plan/plan-taps.ts";
import type { Site } from "../site/site.ts";
import { accept } from "./accept.ts";

/** An instance resolved and planned, with what was noticed on the way. */
export type ResolvedInput = {
  readonly instance: Instance;
  readonly site: Site;
  readonly split: TapSplit;
  readonly warnings: readonly Issue[];
};

/**
 * An instance's text, loaded, resolved and planned; `file` is the name that positions have. Throws
 * {@link InputError} with all that is wrong: what a schema refuses does not hide what is wrong across.
 *
 * @param complete adds what the node knows and the text does not tell
 */
export async function resolveInput(
  source: string,
  file: string,
  complete: (instance: Instance) => Instance = (instance) => instance,
): Promise<ResolvedInput> {
  const [{ loadPartly }, { resolveSite }, { planTaps }, { listMissingTapKeys }] = await Promise.all([
    import("../instance/load.ts"),
    import("../site/resolve-site.ts"),
    import("../plan/plan-taps.ts"),
    import("../site/slaptap.ts"),
  ]);
  const { loaded, refused, issues } = await loadPartly(source, file);
  if (loaded === undefined) throw new InputError(issues, source);
  const text = { source, locate: loaded.locate };
  const instance = complete(loaded.instance);
  const resolved = resolveSite(instance, refused);
  const all = [...issues, ...resolved.issues];
  const site = accept({ value: hasErrors(all) ? undefined : resolved.value, issues: all }, text);
  const split = accept(planTaps(site.value, listMissingTapKeys(instance)), text);
  const warnings = [...site.warnings, ...split.warnings];
  return { instance, site: site.value, split: split.value, warnings };
}
