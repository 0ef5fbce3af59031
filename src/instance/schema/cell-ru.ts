/** What carries a cell: a reference, or a whole Radio Unit. */
import { choice, text } from "../fields/field.ts";
import { kinds, parameters } from "../fields/parameters.ts";
import { radioUnitKindNames } from "../radio-units/names.ts";
import { radioUnitSchemas } from "../radio-units/radio-unit-kinds.ts";

const ruRefSchema = parameters(
  {
    ru_type: choice(["ru_ref"], { title: "Type" }),
    ru_ref: text({ title: "Radio Unit", description: "Reference of a shared Radio Unit." }),
  },
  { title: "Radio Unit by reference" },
);

const ruInCellRefSchema = parameters(
  {
    ru_type: choice(["ruincell_ref"], { title: "Type" }),
    ruincell_ref: text({ title: "Cell", description: "Reference of the cell whose Radio Unit is shared." }),
  },
  { title: "Radio Unit of another cell" },
);

export const cellRuSchema = kinds(
  "ru_type",
  ["ru_ref", "ruincell_ref", ...radioUnitKindNames],
  [ruRefSchema, ruInCellRefSchema, ...radioUnitSchemas],
  { title: "Radio Unit" },
);
