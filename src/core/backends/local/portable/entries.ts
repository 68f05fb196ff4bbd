/** An entry without what is null and without empty lists. Every member is to be given, so that none is forgotten. */
export function said<T extends object>(members: { readonly [K in keyof T]-?: T[K] | null }): T {
  const entry: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== null && !(Array.isArray(value) && value.length === 0)) entry[name] = value;
  }
  return entry as T; // what is left out may be
}

/** What has members, else null. */
export function nonEmpty<T extends object>(value: T): T | null {
  return Object.keys(value).length === 0 ? null : value;
}
