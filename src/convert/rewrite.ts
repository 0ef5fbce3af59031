/** What was written in another way, and where. */
export type Rewrite = { readonly place: string; readonly what: string };
