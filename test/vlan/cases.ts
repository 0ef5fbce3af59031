/** Forwarding cases with the verdict of Linux's VLAN-filtering bridge: test/vlan/README.md has the format. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export type CasePort = {
  readonly access?: number;
  readonly trunk?: string;
  readonly native?: number;
  readonly isolated?: boolean;
};
export type CasePorts = Readonly<Record<string, CasePort>>;

/** Frames in hexadecimal that came out of each port, in order; a port that got none is not there. */
export type Sent = Readonly<Record<string, readonly string[]>>;

export type Step =
  | { readonly in: string; readonly frame: string; readonly out?: Sent; readonly refused?: string }
  | { readonly configure: CasePorts }
  | { readonly down: string }
  | { readonly up: string }
  | { readonly wait: number };

export type Case = {
  readonly id: string;
  readonly about?: string;
  /** Seconds. */
  readonly ageing: number;
  readonly ports: CasePorts;
  readonly steps: readonly Step[];
};

/** The cases of a file of JSON lines: the one beside, or that of the variable ORS_CASES. */
export function readCases(file = process.env.ORS_CASES ?? join(import.meta.dirname, "cases.jsonl")): Case[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Case);
}

/** Random cases that the kernel's bridge was asked about; README.md says how there are more. */
export function readRandomCases(): Case[] {
  return readCases(randomCases);
}

export const randomCases = join(import.meta.dirname, "random-cases.jsonl");
