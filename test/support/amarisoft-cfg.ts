/**
 * A strict reader of Amarisoft's configuration format (JSON with comments, bare keys, hexadecimal integers and
 * trailing commas), for tests. It refuses what the tools of SlapOS would stumble over: duplicate keys, tabs, a
 * line that starts with a number sign, a colon without a space after it.
 */

export type CfgValue =
  | string
  | number
  | boolean
  | null
  | readonly CfgValue[]
  | { readonly [key: string]: CfgValue };

type Token = {
  readonly kind: "string" | "number" | "word" | "mark" | "end";
  readonly text: string;
  readonly at: number;
};

const token =
  /(?<space>[ \n]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>"(?:[^"\\\n]|\\.)*")|(?<number>-?0[xX][0-9a-fA-F]+|-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<word>[A-Za-z_]\w*)|(?<mark>[{}[\],]|:(?= ))/uy;

/** Throws an Error with the line of what it refuses. */
export function parseAmarisoftCfg(text: string): CfgValue {
  if (/^#/m.test(text)) throw new Error("a line starts with a number sign");
  if (text.includes("\t")) throw new Error("a tab");
  const reader = new Reader(text);
  const value = reader.value();
  reader.take("end", "");
  return value;
}

class Reader {
  private readonly text: string;
  private position = 0;
  private next: Token;

  constructor(text: string) {
    this.text = text;
    this.next = this.scan();
  }

  value(): CfgValue {
    const { kind, text } = this.next;
    if (kind === "mark" && text === "{") return this.object();
    if (kind === "mark" && text === "[") return this.array();
    this.next = this.scan();
    if (kind === "string") return JSON.parse(text);
    if (kind === "number") return Number(text);
    if (kind === "word" && ["true", "false", "null"].includes(text)) return JSON.parse(text);
    throw this.error(`no value: ${text}`);
  }

  take(kind: Token["kind"], text: string): void {
    if (this.next.kind !== kind || this.next.text !== text)
      throw this.error(`not ${text || kind}: ${this.next.text}`);
    if (kind !== "end") this.next = this.scan();
  }

  private object(): CfgValue {
    const entries = new Map<string, CfgValue>();
    this.take("mark", "{");
    while (!this.isMark("}")) {
      const key = this.key();
      if (entries.has(key)) throw this.error(`key ${key} a second time`);
      this.take("mark", ":");
      entries.set(key, this.value());
      if (!this.isMark("}")) this.take("mark", ",");
    }
    this.take("mark", "}");
    return Object.fromEntries(entries);
  }

  private array(): CfgValue {
    const values: CfgValue[] = [];
    this.take("mark", "[");
    while (!this.isMark("]")) {
      values.push(this.value());
      if (!this.isMark("]")) this.take("mark", ",");
    }
    this.take("mark", "]");
    return values;
  }

  private key(): string {
    const { kind, text } = this.next;
    if (kind !== "word" && kind !== "string") throw this.error(`no key: ${text}`);
    this.next = this.scan();
    return kind === "string" ? JSON.parse(text) : text;
  }

  private isMark(text: string): boolean {
    return this.next.kind === "mark" && this.next.text === text;
  }

  private scan(): Token {
    while (this.position < this.text.length) {
      token.lastIndex = this.position;
      const groups = token.exec(this.text)?.groups;
      if (groups === undefined)
        throw this.error(`unexpected ${JSON.stringify(this.text.slice(this.position, this.position + 20))}`);
      const at = this.position;
      this.position = token.lastIndex;
      for (const kind of ["string", "number", "word", "mark"] as const) {
        const text = groups[kind];
        if (text !== undefined) return { kind, text, at };
      }
    }
    return { kind: "end", text: "", at: this.text.length };
  }

  private error(what: string): Error {
    return new Error(`line ${this.text.slice(0, this.position).split("\n").length}: ${what}`);
  }
}
