/** The schema of a switch's configuration. */
import * as z from "zod";
import { addUnit, flag, integer, pattern } from "../instance/fields/field.ts";
import { dictionary, parameters } from "../instance/fields/parameters.ts";
import { interfaceNameRule, isInterfaceName } from "../net/interface-name.ts";
import {
  addresses,
  ageing,
  flood,
  maxAllowedUsers,
  sharedMemoryId,
  switchDefaults,
  userId,
  vlanId,
} from "./limits.ts";
import { secretPattern, secretRule } from "./secret.ts";
import { parseVlanList, vlanListRule } from "./vlan-list.ts";

const vlanList = z
  .union([z.string(), z.int()], `text: ${vlanListRule}`)
  .transform((given, context) => {
    const list = parseVlanList(`${given}`);
    if (list !== undefined) return list;
    context.addIssue({ code: "custom", message: vlanListRule, input: given });
    return z.NEVER;
  })
  .meta(addUnit({ title: "VLANs of a trunk", description: `${vlanListRule}.` }));

const tap = z
  .string(interfaceNameRule)
  .refine(isInterfaceName, interfaceNameRule)
  .meta({ title: "TAP", description: "Name of a TAP that is there and belongs to this user." });

const secretInQuotes = `${secretRule}, in quotes where they look like a number`;
const allowRule = `a list of at most ${maxAllowedUsers} numbers of users`;

const floodLimit = integer(flood, {
  title: "Limit of flooded frames",
  description: "Frames that one port may send to several ports; the rest is dropped. 0 for no limit.",
  unit: "frames a second",
  default: switchDefaults.flood,
});

export const portSchema = parameters(
  {
    tap: tap.optional(),
    shm: pattern(/^[!-~]+$/, "the path of a socket", {
      title: "Shared memory",
      description: "Path of a memif socket that the switch makes; whoever connects brings the memory.",
    }).optional(),
    id: integer(sharedMemoryId, {
      title: "Id of the interface on the socket",
      default: switchDefaults.id,
    }).optional(),
    secret: pattern(secretPattern, secretInQuotes, {
      title: "Secret",
      description: "What a peer of the shared memory has to say.",
    }).optional(),
    allow: z
      .array(integer(userId, { title: "User" }), allowRule)
      .max(maxAllowedUsers, allowRule)
      .meta({
        title: "Users",
        description: "Numbers of users that may connect, beside the switch's own and root.",
      })
      .optional(),
    radio: z
      .string()
      .min(1, "the reference of a Radio Unit")
      .meta({
        title: "Emulated Radio Unit",
        description: "Reference of a Radio Unit of the instance; with `ors emulate --switch` only.",
      })
      .optional(),
    access: integer(vlanId, {
      title: "VLAN of an access port",
      description: "Its frames have no tag.",
    }).optional(),
    trunk: vlanList.optional(),
    native: integer(vlanId, {
      title: "Native VLAN of a trunk",
      description: "The VLAN of frames without a tag.",
    }).optional(),
    isolated: flag({
      title: "Isolated",
      description:
        "Isolated ports do not reach each other. A port with radio is one unless false is given here.",
      default: switchDefaults.isolated,
    }).optional(),
    flood: floodLimit.optional(),
  },
  { title: "Port", description: "Either tap, shm or radio; either access or trunk." },
);

export const switchSchema = parameters(
  {
    ageing: integer(ageing, {
      title: "Ageing time",
      description: "Without a frame for so long, an address is forgotten.",
      unit: "s",
      default: switchDefaults.ageing,
    }).optional(),
    addresses: integer(addresses, {
      title: "Addresses of a port",
      description: "The most that one port may teach; frames to what is above are flooded.",
      default: switchDefaults.addresses,
    }).optional(),
    flood: floodLimit.optional(),
    ports: z
      .record(z.string(), portSchema, dictionary)
      .meta({ title: "Ports", description: "By their names." }),
  },
  { title: "Switch" },
);

/** What is given for a switch, in the form that the schema asks for. */
export type GivenSwitch = z.output<typeof switchSchema>;
export type GivenPort = GivenSwitch["ports"][string];
