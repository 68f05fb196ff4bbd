/** Why a step of looking at a site failed: the machine's own code (`ENOTFOUND`, `ECONNREFUSED`), or ours. */
export interface ProbeFailure {
  /** `TIMEOUT` where the step took longer than it may. */
  readonly code: string;
  readonly message: string;
}

export type Resolution =
  | { readonly addresses: readonly string[]; readonly failure?: undefined }
  | { readonly addresses: readonly []; readonly failure: ProbeFailure };

/** An address that was tried and did not answer. */
export interface FailedAddress extends ProbeFailure {
  readonly address: string;
}

/** What a server shows of itself when TLS is spoken to it. */
export interface TlsFacts {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** The certificates it sent, DER, its own first. Nothing of them is verified. */
  readonly certificates: readonly Uint8Array[];
}

/** The head of an answer to `GET`. */
export interface HttpFacts {
  readonly status: number;
  /** The `Location` header, as sent. */
  readonly location?: string;
  /** Why the body did not end, where it neither ended nor reached the limit of what is read. */
  readonly bodyFailure?: ProbeFailure;
}

/** How far a visit came. A step's absence means that the one before failed. */
export interface Visit {
  /** Addresses tried in vain. */
  readonly failed: readonly FailedAddress[];
  /** The address that answered. */
  readonly address?: string;
  readonly tls?: TlsFacts;
  readonly tlsFailure?: ProbeFailure;
  readonly http?: HttpFacts;
  readonly httpFailure?: ProbeFailure;
}

export interface VisitOptions {
  readonly port: number;
  /** How long each step (connection, TLS, answer) may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A certificate authority's certificates that a machine trusts by itself. */
export interface SystemRoots {
  /** DER, each once. */
  readonly certificates: readonly Uint8Array[];
  /** What could not be read of them, as sentences. */
  readonly troubles: readonly string[];
}

/** Looks at web sites from this machine, as a browser would. What goes wrong is an answer, not an error. */
export interface SiteProbe {
  /** @throws the signal's reason */
  resolve(host: string, options: Pick<VisitOptions, 'timeoutMs' | 'signal'>): Promise<Resolution>;
  /**
   * Connects to one of the addresses, speaks TLS (with SNI) and asks for a path by HTTP/1.1, once. Redirects are not
   * followed, nothing is kept, and what a server can send is bounded.
   *
   * @throws the signal's reason
   */
  visit(site: ProbedSite, options: VisitOptions): Promise<Visit>;
  systemRoots(): Promise<SystemRoots>;
}

export interface ProbedSite {
  readonly host: string;
  readonly addresses: readonly string[];
  /** With its query: `/home?lang=en`. */
  readonly path: string;
}
