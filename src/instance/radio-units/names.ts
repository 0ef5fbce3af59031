/** Names of the kinds of Radio Units, for whoever needs no more of them. Each has a module of its name beside this one. */

/** The order is that of schemas and messages. */
export const radioUnitKindNames = ["sdr", "lopcomm", "sunwave"] as const;
export type RadioUnitKindName = (typeof radioUnitKindNames)[number];

/** What `ors new` makes where no kind is asked for. */
export const defaultRadioUnitKind: RadioUnitKindName = "lopcomm";
