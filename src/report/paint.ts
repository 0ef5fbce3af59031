/** Colours for a person; without a terminal, or with NO_COLOR, the text comes back as it is. */
export type Paint = (style: Style, text: string) => string;
export type Style = "red" | "green" | "yellow" | "dim" | "bold";
