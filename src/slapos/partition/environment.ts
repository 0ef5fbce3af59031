/** What a partition runs with: where things are on this node, and what was found there. */
import type { NodeFacts } from "../node/read-node.ts";

export type Environment = NodeFacts & {
  /** The partition's folder, absolute. */
  readonly partition: string;
  /** The script that runs `ors`. */
  readonly ors: string;
  /** The script or program that runs dnsmasq. */
  readonly dnsmasq: string;
  /** Folders that Python imports the promises' modules from, in order. */
  readonly pythonPath: readonly string[];
  /** Tells this build of the program from another: services that run it are started anew with it. */
  readonly build: string;
};
