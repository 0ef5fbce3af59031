/** Ways to break what TAPs do with frames: the tags in their buffers, and the list of frames that leave. */
import type { Breakage } from "./breakages.ts";

const tag = "tap/change-tag.ts";
const move = "tap/move-frames.ts";
const group = "tap/tap-group.ts";

export const tapBreakages: readonly Breakage[] = [
  {
    name: "a tag is put into a buffer without moving the addresses",
    file: tag,
    from: "    tagged[index] = 1;\n    writeAddresses(frames, words, index);",
    to: "    tagged[index] = 1;",
  },
  {
    name: "a tag is taken out of a buffer without moving the addresses",
    file: tag,
    from: "    tagged[index] = 0;\n    writeAddresses(frames, words, index);",
    to: "    tagged[index] = 0;",
  },
  {
    name: "the bytes of a tag are put into a buffer the wrong way round",
    file: tag,
    from: "((tag >>> 8) << 16) | ((tag & 0xff) << 24)",
    to: "((tag & 0xff) << 16) | ((tag >>> 8) << 24)",
  },
  {
    name: "a tag is put behind the type",
    file: tag,
    from: "((start[index] as number) >>> 2) + addressWords;",
    to: "((start[index] as number) >>> 2) + addressWords + 1;",
  },
  {
    name: "a tag that is there stays as it is",
    file: tag,
    from: "return words[tagPlace(frames, index)] !== makeTag(tag);",
    to: "return false;",
  },
  {
    name: "a frame that gets a tag stays as short as it was",
    file: tag,
    from: "    length[index] = (length[index] as number) + tagBytes;\n",
    to: "",
  },
  {
    name: "a frame that loses its tag stays as long as it was",
    file: tag,
    from: "    length[index] = (length[index] as number) - tagBytes;\n",
    to: "",
  },
  {
    name: "that a frame has got a tag is forgotten",
    file: tag,
    from: "    tagged[index] = 1;\n",
    to: "",
  },
  {
    name: "a frame that waits to leave is changed",
    file: move,
    from: "if (group.lastListed === index) submitList(group);",
    to: "",
  },
  {
    name: "a tag counts against the MTU",
    file: move,
    from: "(frames.tagged[index] === 1 ? tagBytes : 0)",
    to: "0",
  },
  { name: "frames above the MTU leave", file: move, from: "if (bare > maxLength) {", to: "if (bare < 0) {" },
  {
    name: "frames are judged by those that came before",
    file: move,
    from: "  readHeaders(group);\n  return",
    to: "  return",
  },
  {
    name: "what left is counted for another port",
    file: group,
    from: "owners[at] = owner;",
    to: "owners[at] ??= owner;",
  },
  {
    name: "frames leave by the port of the first one",
    file: group,
    from: "list.descriptor[at] = descriptor;",
    to: "list.descriptor[at] = at === 0 ? descriptor : (list.descriptor[0] as number);",
  },
  {
    name: "what left leaves again",
    file: group,
    from: "  list.count = 0;",
    to: "  list.count = Math.min(list.count, 1);",
  },
];
