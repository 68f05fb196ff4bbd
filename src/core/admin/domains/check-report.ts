import { type CertificateFacts } from '../../certificates/certificate.js';
import { type Finding } from '../../findings.js';
import { type DomainStatus } from '../../model/domain-states.js';
import { type Resolution, type Visit } from '../../ports/site-probe.js';

/** What the guide tells apart (Validate Associated Domains, step 4). */
export const OUTCOMES = {
  'not-resolved':
    'net:ERR_NAME_NOT_RESOLVED: the domain has been successfully associated with Amazon WorkLink. Next, configure your company network.',
  'content-shown':
    'The content of the webpage is displayed: the domain is successfully associated, and the network routes requests to it.',
  'other-error': 'The webpage does not display, or shows a different error message.',
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** Where a site's redirects end. */
export type RedirectEnd =
  | { readonly kind: 'same-site' }
  | {
      readonly kind:
        'authorization-provider' | 'fleet-domain' | 'elsewhere' | 'plain-http' | 'loop' | 'unreadable';
      /** Where the last one leads. */
      readonly target: string;
    };

/** Everything seen of a domain and its site, before it is judged. */
export interface SiteSeen {
  readonly domainName: string;
  /** Absent where the fleet has no such domain. */
  readonly domainStatus: DomainStatus | undefined;
  readonly resolution: Resolution;
  /** The last visit; absent where the name has no address. */
  readonly visit?: Visit;
  /** The certificates the site sent, its own first; nothing where one of them is none. */
  readonly certificates?: readonly CertificateFacts[];
  /** Where redirects led, absolute URLs in order. */
  readonly redirects: readonly string[];
  readonly end?: RedirectEnd;
}

/** What sites of a fleet are judged by. */
export interface Yardstick {
  readonly fleet: string;
  /** The fleet's website certificate authorities. */
  readonly uploaded: readonly CertificateFacts[];
  /** What this machine trusts by itself. */
  readonly system: readonly CertificateFacts[];
  readonly hasNetwork: boolean;
  /** The instant certificates are judged at. */
  readonly at: Date;
}

/** What TLS to a site came to. */
export interface TlsReport {
  readonly protocol: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notAfter: Date;
  /** Whose anchor its chain leads to: one of the fleet's uploaded authorities, one of the machine's, or none. */
  readonly trustedBy: 'website-ca' | 'system' | 'none';
  /** Subjects of the chain, its own first. */
  readonly chain: readonly string[];
}

/** What checking a domain found out. */
export interface DomainCheck {
  readonly domainName: string;
  readonly domainStatus?: DomainStatus;
  readonly outcome: Outcome;
  /** The outcome in the guide's words. */
  readonly meaning: string;
  readonly addresses: readonly string[];
  /** The address that answered. */
  readonly address?: string;
  readonly tls?: TlsReport;
  readonly httpStatus?: number;
  readonly redirects: readonly string[];
  readonly findings: readonly Finding[];
}
