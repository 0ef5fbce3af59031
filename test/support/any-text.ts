import * as fc from "fast-check";

/** What some reader of some rendered file takes for more than text. */
const dangerous = [
  '"',
  "'",
  "\\",
  '\\"',
  "\n",
  "\r\n",
  "\t",
  "\0",
  "//",
  "/*",
  "*/",
  "#",
  "\n#include <x>",
  "??/",
  "??/\n",
  "--",
  "-->",
  "<!--",
  "]]>",
  "<name>",
  "&amp;",
  "&",
  "{{",
  "}}",
  "{%",
  "%}",
  "{#",
  "${a:b}",
  "\n[c]\n",
  ";",
  ",",
  ": ",
  " }",
  "},\n",
  "\u0000",
  "\u0007",
  "\u001b",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\ufffe",
  "\uffff",
  "\ud800",
  "\udfff",
  "😀",
  "é",
  "true",
  "null",
  "0x1",
  "1e-7",
  "\\u0022",
  "\\\n",
  "\x01",
  "% ",
  "@",
  "`",
];

/** Any sequence of UTF-16 code units, halves of surrogate pairs among them, salted with what is dangerous. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...dangerous) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** The same with every character whole. */
export const wellFormedText: fc.Arbitrary<string> = anyText.map((text) =>
  text.replace(/\p{Surrogate}/gu, "\ufffd"),
);
