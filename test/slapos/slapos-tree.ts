/**
 * What the release that is supplied by URL extends, in the place of SlapOS's repository: sections of the same names
 * that have the system's programs, as building SlapOS's components takes hours and Nexedi's buildout.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execaSync } from "execa";
import { repository } from "./environment.ts";

export const monitorUrl = "https://[2001:db8::1]:8196";

const profiles: Readonly<Record<string, string>> = {
  "component/defaults.cfg": "[buildout]\n",
  "component/nodejs/buildout.cfg": `[nodejs]
location = ${dirname(dirname(process.execPath))}
`,
  "component/dnsmasq/buildout.cfg": `[dnsmasq]
location = /usr
`,
  "stack/slapos.cfg": `[buildout]
extensions = nodecompat
eggs-directory-version =
allow-picked-versions = true

[slapos-cookbook]
recipe = zc.recipe.egg
eggs = slapos.cookbook
scripts =

[slapos-toolbox]
recipe = zc.recipe.egg
eggs = slapos.toolbox
scripts =
`,
  "stack/monitor/buildout.cfg": `[monitor2-template]
recipe = slapos.recipe.template
url = \${:_profile_base_location_}/instance-monitor.cfg
output = \${buildout:directory}/template-monitor.cfg
`,
  "stack/monitor/instance-monitor.cfg": `[buildout]
eggs-directory-version =

[monitor-base]
recipe = slapos.cookbook:mkdirectory
monitor = $\${buildout:directory}/srv/monitor

[monitor-publish]
monitor-base-url = ${monitorUrl}
monitor-setup-url = https://monitor.example.com/
`,
};

/** Lays the stack alone. */
export function layMonitorStack(tree: string): void {
  layProfiles(tree, (path) => path.startsWith("stack/monitor/"));
}

function layProfiles(tree: string, isWanted: (path: string) => boolean): void {
  for (const [path, content] of Object.entries(profiles).filter(([name]) => isWanted(name))) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
  }
}

/** Lays the tree with the release in it, and the release's archive beside; gives the archive's path in the tree. */
export function laySlaposTree(tree: string, baseUrl: string): string {
  layProfiles(tree, () => true);
  cpSync(join(repository, "software"), join(tree, "software"), { recursive: true });
  const { archive, sha512sum } = makeRelease(tree);
  const profile = join(tree, "software/ors-amarisoft/software.cfg");
  const options = `url = ${baseUrl}/${archive}\nsha512sum = ${sha512sum}\n`;
  writeFileSync(profile, readFileSync(profile, "utf8").replace("url =\nsha512sum =\n", options));
  return archive;
}

/** Runs `npm run release`'s script. */
export function makeRelease(folder: string): { archive: string; sha512sum: string } {
  const script = join(repository, "scripts/release.mjs");
  const { stdout: said } = execaSync(process.execPath, [script, "--output", folder]);
  const [path = "", , sum = ""] = said.trim().split("\n");
  return { archive: path.slice(folder.length + 1), sha512sum: sum.replace("sha512sum = ", "") };
}
