/** Random requests for subtaps of slaptap16: most are well-formed, some are edited. */
import fc from "fast-check";
import { slaptap16 } from "../../test/support/netns-slaptap.ts";
import {
  addressNumber,
  addressText,
  requestText,
  type WantedTap,
} from "../../test/support/netns-trampoline.ts";

type Choice = { readonly number: number; readonly part: number; readonly down: boolean };

const choices = fc.uniqueArray(
  fc.record({
    number: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 1023 }) },
    ),
    part: fc.integer({ min: 1, max: 15 }),
    down: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { maxLength: 8, size: "max", selector: ({ number }) => number },
);

/** Networks of one length in the range, at parts that are chosen apart from the numbers: few overlap. */
const wellFormed = fc.tuple(choices, fc.integer({ min: 75, max: 76 })).map(([chosen, length]) => {
  const parts = new Set<number>();
  const apart = chosen.filter(({ part }) => !parts.has(part) && parts.add(part));
  return requestText(
    slaptap16.name,
    apart.map((choice) => wantedTap(choice, length)),
  );
});

function wantedTap({ number, part, down }: Choice, length: number): WantedTap {
  const size = 1n << BigInt(128 - length);
  const network = addressNumber(slaptap16.range.split("/")[0] ?? "") + BigInt(part) * size;
  return {
    name: `${slaptap16.name}-${number}`,
    network: `${addressText(network)}/${length}`,
    gateway: addressText(network + 1n),
    addr: addressText(network + size - 1n),
    down,
  };
}

/** One word of the text becomes another, or a line goes, or comes twice. */
const edit = fc.record({
  at: fc.nat(),
  word: fc.constantFrom(
    ...["slaptap17", "slaptap16", "slaptap16-1", "slaptap17-1", "lo", "down", "tap", "end", "::", "::1", ""],
    ...["2401:5180:0:66:a200::/75", "2401:5180:0:66:a400::/75", "2401:5180:0:66:a240::1", "fd00:9::/75"],
  ),
  how: fc.constantFrom("word", "word", "word", "drop", "double"),
});
type Edit = { readonly at: number; readonly word: string; readonly how: string };

function applyEdit(text: string, { at, word, how }: Edit): string {
  const lines = text.split("\n");
  const line = at % lines.length;
  const words = (lines[line] ?? "").split(" ");
  if (how === "word") lines[line] = words.with(at % words.length, word).join(" ");
  else lines.splice(line, how === "drop" ? 1 : 0, ...(how === "drop" ? [] : [lines[line] ?? ""]));
  return lines.join("\n");
}

export const requests: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: wellFormed },
  {
    weight: 1,
    arbitrary: fc
      .tuple(wellFormed, fc.array(edit, { minLength: 1, maxLength: 2 }))
      .map(([text, edits]) => edits.reduce(applyEdit, text)),
  },
);
