/** Everything that an instance's folder gets, as values: nothing is written here. */
import { getRadioUnitKind } from "../instance/radio-units/radio-unit-kinds.ts";
import { countUtf8Bytes } from "../instance/reference.ts";
import { error, type Issue, type Outcome, outcome, placeInShared } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { RadioUnit, Site } from "../site/site.ts";
import { renderCuConfig } from "./cu-config.ts";
import { renderDnsmasqCfg } from "./dnsmasq.ts";
import { renderDrb } from "./drb.ts";
import { renderEnbCfg } from "./enb-cfg.ts";
import { fileNameBytes } from "./file-name.ts";
import { renderManagement } from "./management.ts";
import { renderPlanJson } from "./plan-json.ts";
import type { RenderedFile } from "./rendered-file.ts";
import { renderSystemInformation } from "./system-information.ts";

export type RenderOptions = {
  /** Folder of logs and leases, as it shall stand in the files; absolute, because dnsmasq goes to `/` first. */
  readonly state: string;
};

/**
 * The files of a site and its plan. Where the instance has a ready enb.cfg (`enb_config_link`) that one file is
 * left out: whoever runs the eNB fetches it. It may still refer to the files of the cells.
 *
 * Errors: a file name that is too long, two references whose files have one name, a `state` that dnsmasq cannot
 * read.
 */
export function renderInstance(site: Site, plan: TapPlan, options: RenderOptions): Outcome<RenderedFile[]> {
  const dnsmasq = renderDnsmasqCfg(site, plan, options.state);
  const owned = [...renderCellFiles(site), ...renderRadioUnitFiles(site)];
  const files = [
    ...(site.enb.configLink === null ? [renderEnbCfg(site, plan, options.state)] : []),
    ...owned.map(({ file }) => file),
    ...(dnsmasq.value === undefined ? [] : [dnsmasq.value]),
    renderPlanJson(plan),
  ];
  return outcome(files, [...dnsmasq.issues, ...owned.flatMap(checkNameLength), ...checkSameNames(owned)]);
}

/** A file with the reference that its name is made of. */
type OwnedFile = { readonly owner: string; readonly file: RenderedFile };

function renderCellFiles(site: Site): OwnedFile[] {
  return site.cells.flatMap((cell) => [
    { owner: cell.reference, file: renderDrb(cell, site.enb.layout) },
    { owner: cell.reference, file: renderSystemInformation(cell) },
  ]);
}

function renderRadioUnitFiles(site: Site): OwnedFile[] {
  const cells = new Map(
    site.cells.filter((cell) => cell.kind !== "nb").map((cell) => [cell.reference, cell] as const),
  );
  const cellOf = (radioUnit: RadioUnit) => cells.get(radioUnit.cells[0] ?? "");
  const { authorizedKey } = site.enb.operation;
  return site.radioUnits
    .filter(({ kind }) => getRadioUnitKind(kind).userPlaneModel === "uplane-conf-option8")
    .flatMap((radioUnit) =>
      [...renderCuConfig(radioUnit, cellOf(radioUnit)), ...renderManagement(radioUnit, authorizedKey)].map(
        (file) => ({
          owner: radioUnit.reference,
          file,
        }),
      ),
    );
}

function checkNameLength({ owner, file }: OwnedFile): Issue[] {
  const length = countUtf8Bytes(file.path);
  if (length <= fileNameBytes) return [];
  return [
    error(
      placeInShared(owner),
      `the name of its file ${file.path.slice(0, 40)}… would have ${length} bytes, and a file name has at most ${fileNameBytes}`,
      'a shorter reference: a character other than a letter, digit, "." or "-" takes 2 bytes or more',
    ),
  ];
}

/** Ill-formed text (half of a surrogate pair) has no encoding of its own. */
function checkSameNames(files: readonly OwnedFile[]): Issue[] {
  const owners = new Map<string, string>();
  const issues: Issue[] = [];
  for (const { owner, file } of files) {
    const other = owners.get(file.path);
    owners.set(file.path, other ?? owner);
    if (other === undefined) continue;
    issues.push(
      error(
        placeInShared(owner),
        `its file ${file.path} has the name of a file of another`,
        "another reference",
      ),
    );
  }
  return issues;
}
