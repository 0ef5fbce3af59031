import * as z from "zod";
import { describeDocument } from "./document.ts";

const name = z.string().describe("The port's name.");
const count = (what: string) => z.int().describe(what);

const configured = {
  access: z.int().nullable().describe("VLAN of an access port; null for a trunk."),
  trunk: z.string().nullable().describe("VLANs of a trunk as ranges; null for an access port."),
  native: z.int().nullable().describe("Native VLAN of a trunk; null where it has none."),
  isolated: z.boolean().describe("Whether it reaches ports only that are not isolated."),
  flood: count("Frames a second that it may flood; 0 for no limit."),
};
const endpoint = z.string().describe("`tap slaptap16`, `shm sim.sock#0`, `radio RU1`.");

export const switchPort = z.strictObject({
  name,
  endpoint,
  is_up: z.boolean().describe("Whether its link is up."),
  ...configured,
  addresses: count("Addresses that are known behind it."),
});

export const switchVlan = z.strictObject({
  vlans: z.string().describe("VLANs that have the same ports, as ranges."),
  untagged: z.array(z.string()).describe("Ports that it leaves without a tag."),
  tagged: z.array(z.string()).describe("Ports that it leaves with one."),
});

export const switchAddress = z.strictObject({
  vlan: z.int().describe("The VLAN."),
  mac: z.string().describe("The address."),
  port: z.string().describe("Where it was seen last."),
  age: z.number().describe("Seconds since then."),
});

export const switchCounters = z.strictObject({
  name,
  received: count("Frames that came in."),
  received_bytes: count("Bytes of them."),
  forwarded: count("Frames of those that went to one port or more."),
  dropped: z
    .strictObject({
      down: count("Left over when the link went down."),
      descriptor: count("Of shared memory: not where its descriptor says."),
      malformed: count("Too short, or too long for the buffer."),
      source: count("The source is a group or zero."),
      reserved: count("For 01:80:c2:00:00:01 to 0f, which no bridge forwards."),
      vlan: count("Of a VLAN that the port has not, or of none."),
      flood: count("Above what the port may flood in a second."),
      same_port: count("For a station behind the port itself."),
      no_port: count("No other port could be reached."),
    })
    .describe("The others, by the reason."),
  sent: count("Copies that went out."),
  sent_bytes: count("Bytes of them."),
  not_sent: z
    .strictObject({
      no_room: count("Its queue was full."),
      too_long: count("Longer than its MTU allows."),
      down: count("Its link was down."),
      refused: count("Refused by the kernel or by the other end."),
    })
    .describe("Copies that did not, by the reason."),
  moves: count("Addresses that moved to it from another port."),
  table_full: count("Addresses that it could not teach as it had taught as many as it may."),
});

export const switchChange = z.strictObject({
  verb: z.enum(["add", "remove", "change"]).describe("What is done."),
  name: z.string().describe("A port, or `ageing` or `addresses` of the whole switch."),
  what: z.string().describe("What the port is, or from what to what it changes."),
});

export const switchPortsDocument = describeDocument("switch-ports", "`ors switch show ports`.", {
  ports: z.array(switchPort).describe("In the order of their numbers."),
});
export const switchVlansDocument = describeDocument("switch-vlans", "`ors switch show vlans`.", {
  vlans: z.array(switchVlan).describe("Ascending; VLANs with the same ports together."),
});
export const switchAddressesDocument = describeDocument("switch-addresses", "`ors switch show addresses`.", {
  addresses: z.array(switchAddress).describe("By VLAN and address."),
});
export const switchCountersDocument = describeDocument("switch-counters", "`ors switch show counters`.", {
  ports: z
    .array(switchCounters)
    .describe("received = dropped + forwarded; over all ports, copies made = sent + not_sent."),
});
export const switchConfigurationDocument = describeDocument(
  "switch-configuration",
  "`ors switch show configuration`.",
  {
    generation: count("Configurations that were taken and changed something."),
    text: z.string().describe("The text that was taken last; empty where none was."),
  },
);
export const switchApplyDocument = describeDocument("switch-apply", "`ors switch apply`.", {
  dry_run: z.boolean().describe("True where nothing was changed: with `--dry-run`."),
  generation: count("Configurations that were taken and changed something."),
  changes: z
    .array(switchChange)
    .describe("What was changed, or would be; empty where nothing is to be done."),
});

export const switchDocument = describeDocument("switch", "`ors switch show`: who is where.", {
  generation: count("Configurations that were taken and changed something."),
  ports: z.array(switchPort).describe("In the order of their numbers."),
  vlans: z.array(switchVlan).describe("Ascending; VLANs with the same ports together."),
  addresses: z.array(switchAddress).describe("By VLAN and address."),
});
export const switchCaptureDocument = describeDocument("switch-capture", "`ors switch capture`.", {
  port: name,
  file: z.string().describe("The file that was written; `-` is standard output."),
  format: z.enum(["pcap", "pcapng"]).describe("Its format."),
  frames: count("Frames in it."),
  lost: count("Frames that came too fast for the reader."),
  end: z
    .enum(["count", "stopped", "port", "switch"])
    .describe("Why it ended: `--count`, `--for` or a signal, the port was taken away, or the switch ended."),
});
export const switchCheckDocument = describeDocument(
  "switch-check",
  "`ors switch check`: what a switch would be.",
  {
    ageing: count("Seconds without a frame until an address is forgotten."),
    addresses: count("Addresses that one port may teach."),
    ports: z.array(z.strictObject({ name, endpoint, ...configured })).describe("In the order of the text."),
  },
);
