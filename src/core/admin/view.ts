/** A structure of the service with its members named as JSON programs are used to: `FleetArn` is `fleetArn`. */
export type View<T> = { readonly [K in keyof T as K extends string ? Uncapitalize<K> : never]: T[K] };

/** What an operation answered, its own members renamed; what they hold (a tag's key, say) stays as it is. */
export function view<T extends object>(output: T): View<T> {
  const entries = Object.entries(output)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
  return Object.fromEntries(entries) as View<T>; // the type says the same of the names
}
