/** The software types that the release knows. */
import { error, type Issue, place } from "../../issue/issue.ts";

export const softwareType = "enb";

/** What a master hands over where the requester named no type. */
const unnamedTypes = ["", "default", "RootSoftwareInstance"];

/** An error where the instance was requested with a type that does not exist. */
export function checkSoftwareType(requested: string): readonly Issue[] {
  if (requested === softwareType || unnamedTypes.includes(requested)) return [];
  return [
    error(
      place("slap-software-type"),
      `unknown software type ${JSON.stringify(requested)}`,
      JSON.stringify(softwareType),
    ),
  ];
}
