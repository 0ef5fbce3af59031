/** A control socket in a state folder. */
export type SocketPlace = { readonly folder: string; readonly name: string };
