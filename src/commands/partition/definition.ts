import { defineCommand } from "../../console/definition.ts";
import { file, folder, text } from "../../console/option/word.ts";
import { instance, trampoline } from "../options.ts";

export const definition = defineCommand({
  arguments: {},
  options: {
    instance,
    partition: folder({ description: "the partition's folder", required: true }),
    ors: file({ description: "the script that runs ors there", default: "ors" }),
    dnsmasq: file({ description: "the program that runs dnsmasq", default: "dnsmasq" }),
    pythonPath: text({
      metavar: "dirs",
      description: "where promises import their modules from, a path list",
    }),
    amarisoft: folder({ description: "Amarisoft's software", shownDefault: "/opt/amarisoft" }),
    trampoline,
  },
  examples: ["ors partition --instance instance.json --partition /srv/slapgrid/slappart0"],
});
