/** The form of a domain's name by which names are the same: case does not count (RFC 4343). */
export function domainKey(name: string): string {
  return name.toLowerCase();
}
