/** Names of the parameters' schemas; `shared` is any of the kinds of shared instances. */
export const schemaNames = ["enb", "radio-unit", "cell", "peer", "peer-cell", "shared"] as const;
export type SchemaName = (typeof schemaNames)[number];
