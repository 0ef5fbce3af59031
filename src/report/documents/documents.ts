/** Every JSON document by its name. */
import type * as z from "zod";
import { convertDocument } from "../conversion/convert-document.ts";
import { applyDocument, downDocument, undoDocument } from "./apply.ts";
import { checkDocument } from "./check.ts";
import { emulateDocument } from "./emulate.ts";
import { explainDocument } from "./explain.ts";
import { frameExpectDocument, frameSendDocument } from "./frame.ts";
import type { DocumentName } from "./names.ts";
import { planDocument } from "./plan.ts";
import { problemsDocument } from "./problems.ts";
import { radioAlarmsDocument, radioDoneDocument, radioListDocument, radioShowDocument } from "./radio.ts";
import { renderDocument } from "./render.ts";
import { statusDocument } from "./status.ts";
import {
  switchAddressesDocument,
  switchApplyDocument,
  switchCaptureDocument,
  switchCheckDocument,
  switchConfigurationDocument,
  switchCountersDocument,
  switchDocument,
  switchPortsDocument,
  switchVlansDocument,
} from "./switch.ts";

export const documents = {
  check: checkDocument,
  explain: explainDocument,
  convert: convertDocument,
  plan: planDocument,
  render: renderDocument,
  apply: applyDocument,
  status: statusDocument,
  down: downDocument,
  undo: undoDocument,
  emulate: emulateDocument,
  "radio-list": radioListDocument,
  "radio-show": radioShowDocument,
  "radio-alarms": radioAlarmsDocument,
  "radio-done": radioDoneDocument,
  switch: switchDocument,
  "switch-ports": switchPortsDocument,
  "switch-vlans": switchVlansDocument,
  "switch-addresses": switchAddressesDocument,
  "switch-counters": switchCountersDocument,
  "switch-configuration": switchConfigurationDocument,
  "switch-apply": switchApplyDocument,
  "switch-check": switchCheckDocument,
  "switch-capture": switchCaptureDocument,
  "frame-send": frameSendDocument,
  "frame-expect": frameExpectDocument,
  problems: problemsDocument,
} as const satisfies Readonly<Record<DocumentName, z.ZodType>>;
