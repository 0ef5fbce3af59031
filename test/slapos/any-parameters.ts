/** Parameters made from a JSON schema: most fields right, some at the limits, some wrong. */
import fc from "fast-check";

type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** Texts that some field takes, or nearly takes. */
const texts = fc.constantFrom(
  ...[
    "",
    "x",
    "0x",
    "0x0",
    "0x1",
    "0xff",
    "0xFFFF",
    "0x0000001",
    "0x12345",
    "0x1G",
    "0xfffffffff",
    "12",
    "010",
    "70000",
    "99999999999",
  ],
  ...[
    "1.2.3.4",
    "1.2.3.4:77",
    "1.2.3.4:99999",
    "1.2.3",
    "abcd::1",
    "[abcd::1]:78",
    "abcd::1:::",
    "mme.example.org",
    "mme-.org:36412",
    "[abcd::1]",
  ],
  ...["00:0a:45:00:00:01", "01:0a:45:00:00:01", "00:00:00:00:00:00", "00:0a:45:00:00", "000a45000001"],
  ...["00101", "001010", "1010", "00101x", "ACTIVE", "lte", "nr", "1000", "10000000", "10002000"],
  ...["0 3 * * *", "@daily", "* * * *", "61 * * * *", "http://[::1]/enb.cfg", "enb.cfg", "é\u2028", "${a:b}"],
);
const wrong = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 0.5, 1e300, [], {}, ["x"], { a: 1 }),
  texts,
);

/** A value for a schema: right about as often as not, once it is an object of some size. */
export function anyValue(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 40, arbitrary: likely(schema) }, { weight: 1, arbitrary: wrong });
}

function likely(schema: Schema): fc.Arbitrary<unknown> {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map(anyValue));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object":
      return schema.properties === undefined ? named(schema) : object(schema);
    case "array":
      return fc.array(anyValue(schema.items ?? {}), { maxLength: 3 });
    case "integer":
      return integer(schema);
    case "number":
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    case "boolean":
      return fc.boolean();
    default:
      return texts;
  }
}

function integer({ minimum = -1e6, maximum = 1e6 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: minimum, max: maximum }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1, minimum + 0.5) },
  );
}

/** Required fields nearly always, the others now and then; an unknown one rarely. */
function object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, field]) => {
    const value = anyValue(field).map((one) => [[name, one]]);
    const absent = fc.constant<[string, unknown][]>([]);
    const [with_, without] = required.includes(name) ? [60, 1] : [1, 4];
    return fc.oneof({ weight: with_, arbitrary: value }, { weight: without, arbitrary: absent });
  });
  const unknown = fc.oneof(
    { weight: 30, arbitrary: fc.constant<[string, unknown][]>([]) },
    { weight: 1, arbitrary: fc.constant<[string, unknown][]>([["unknown", 1]]) },
  );
  return fc.tuple(...fields, unknown).map((parts) => Object.fromEntries(parts.flat() as [string, unknown][]));
}

function named({ additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const entry = typeof additionalProperties === "object" ? anyValue(additionalProperties) : fc.anything();
  return fc.dictionary(fc.constantFrom("1", "2", "10", "a b"), entry, { maxKeys: 3 });
}
