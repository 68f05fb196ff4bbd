/** A list of ids as a column keeps it: a JSON array. */
export function storedIds(column: string): readonly string[];
export function storedIds(column: string | null): readonly string[] | null;
export function storedIds(column: string | null): readonly string[] | null {
  return column === null ? null : (JSON.parse(column) as string[]); // written by us, from a list the contract admitted
}
