/** What is known by a name that a person types. */
export type NamedKind =
  'fleet' | 'domain' | 'certificate' | 'website-ca' | 'auth-provider' | 'device' | 'user' | 'stream';

/** A name, and what a person knows the thing by besides. */
export interface Named {
  readonly name: string;
  readonly description?: string;
}

export interface NamesWanted {
  /** What they begin with. */
  readonly prefix: string;
  /** How many at most. */
  readonly limit: number;
  /** The fleet they are in, by name or ARN, where they are in one. */
  readonly fleet?: string | undefined;
}

/** Tells names while somebody types: some of them, soon, changing nothing and leaving no trace. */
export interface NameCatalog {
  names(kind: NamedKind, wanted: NamesWanted): Promise<readonly Named[]>;
  close(): void;
}
