/** The identities of the eNB and the gNB, where cells need them. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { error, type Issue, place } from "../../issue/issue.ts";
import { byDefault, given, givenOr, type Resolved } from "../resolved.ts";
import type { CellKinds } from "./core-network.ts";
import type { Enb } from "./enb-type.ts";

export type EnbIdentity = {
  readonly identity: Pick<Enb, "enbId" | "gnbId">;
  readonly origins: Readonly<Record<string, Resolved<unknown> | null>>;
  readonly issues: readonly Issue[];
};

/** Errors: LTE or NB-IoT cells without enb_id, NR cells without gnb_id. */
export function resolveIdentity({ configuration }: Instance, kinds: CellKinds): EnbIdentity {
  const { enb_id, gnb_id, gnb_id_bits } = configuration;
  const bits = givenOr<number>(
    gnb_id_bits,
    ["configuration", "gnb_id_bits"],
    byDefault(enbDefaults.gnb_id_bits, "the instance"),
  );
  const issues: Issue[] = [];
  if (kinds.eutra !== null && enb_id === undefined) issues.push(makeMissingIssue("enb_id", kinds.eutra));
  if (kinds.nr && gnb_id === undefined) issues.push(makeMissingIssue("gnb_id", "NR"));
  const enbId = kinds.eutra !== null && enb_id !== undefined ? enb_id : null;
  const gnbId = kinds.nr && gnb_id !== undefined ? { value: gnb_id, bits: bits.value } : null;
  return {
    identity: { enbId, gnbId },
    origins: {
      enb_id: enbId === null ? null : given(enbId, "configuration", "enb_id"),
      gnb_id: gnbId === null ? null : given(gnbId.value, "configuration", "gnb_id"),
      gnb_id_bits: gnbId === null ? null : bits,
    },
    issues,
  };
}

function makeMissingIssue(parameter: string, kind: string): Issue {
  return error(
    place("configuration", parameter),
    `missing, and ${kind} cells need it`,
    'an integer, or hexadecimal in quotes such as "0x1A2D0"',
  );
}
