/** The service `watch`: keeps the subtaps as the plan wants them. */
import type { Environment } from "../partition/environment.ts";
import { folders } from "../partition/folders.ts";
import { createOwnScript } from "./own-script.ts";
import type { Service } from "./service.ts";

/** It follows plan.json itself, so it is not restarted with it. */
export function createWatchService(environment: Environment): Service {
  const plan = `${environment.partition}/${folders.etc}/plan.json`;
  return { name: "watch", script: createOwnScript(["watch", "--plan", plan], environment), reads: [] };
}
