/** `1 address`, `2 addresses`. */
export function countAddresses(addresses: number): string {
  return `${addresses} ${addresses === 1 ? "address" : "addresses"}`;
}
