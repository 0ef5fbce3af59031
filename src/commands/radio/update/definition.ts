import { defineCommand } from "../../../console/definition.ts";
import { file, flag, text } from "../../../console/option/word.ts";
import { json } from "../../options.ts";
import { daemon, radioUnit } from "../options.ts";

export const definition = defineCommand({
  arguments: { ru: radioUnit },
  options: {
    ...daemon,
    file: file({ description: "the firmware", required: true }),
    version: text({
      metavar: "version",
      description: "the build-version that the Radio Unit shows then",
      shownDefault: "one that is part of the file's name",
    }),
    evenIfActive: flag({ description: "take carriers that are ACTIVE off the air" }),
    json,
  },
  examples: ["ors radio update RU1 --file PR.PRM61C70V1005.005.tar.gz --state var"],
});
