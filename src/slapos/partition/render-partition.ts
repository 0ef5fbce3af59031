/** Everything that a partition gets of us, as values. */
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { RenderedFile } from "../../render/rendered-file.ts";
import type { Site } from "../../site/site.ts";
import { renderPromises } from "../promises/render-promises.ts";
import { renderServices } from "../services/render-services.ts";
import type { RenderedService } from "../services/service.ts";
import type { Environment } from "./environment.ts";
import { folders } from "./folders.ts";
import { modes, type PartitionFile } from "./partition-file.ts";
import { renderDestroy } from "./render-destroy.ts";

/** An instance, resolved, planned and rendered. */
export type RenderedInstance = {
  readonly site: Site;
  readonly plan: TapPlan;
  /** What `ors render` writes; a ready enb.cfg among it where the instance asks for one. */
  readonly rendered: readonly RenderedFile[];
  /** The parameters, for promises and operators. */
  readonly parameters: string;
};

export type RenderedPartition = {
  /** With their paths relative to the partition. */
  readonly files: readonly PartitionFile[];
  /** Among the files; with what tells whether a running one is outdated. */
  readonly services: readonly RenderedService[];
};

export function renderPartition(
  { site, plan, rendered, parameters }: RenderedInstance,
  environment: Environment,
): RenderedPartition {
  const configuration = rendered.map((file) => ({ ...file, path: `${folders.etc}/${file.path}` }));
  const { amarisoft, dnsmasq } = environment;
  const promises = renderPromises({ site, plan, amarisoft, dnsmasq }, environment);
  const { services, files } = renderServices(site, plan, [...configuration, ...promises], environment);
  const all = [
    ...configuration,
    { path: `${folders.etc}/instance.json`, content: parameters, mode: modes.secret },
    ...files,
    ...services.map(({ file }) => file),
    ...promises,
    renderDestroy(site, plan, environment),
  ];
  return { files: all, services };
}

/** Folders that services write to and nobody else makes. */
export const stateFolders: readonly string[] = [folders.log, folders.run];
