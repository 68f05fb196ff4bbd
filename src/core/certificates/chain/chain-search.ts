import { type Finding } from '../../findings.js';
import { type ChainPath, issuerTitleOf, titleOf } from './chain-checks.js';
import { type Link, type LinkVerifier } from './links.js';
import { type ParsedCertificate } from '../x509.js';

/** How many certificates a chain may have, from the leaf to its anchor. */
const MAX_CHAIN_LENGTH = 16;

/** How many steps the search for a chain may take, over all the ways it tries. */
const MAX_SEARCH_STEPS = 2000;

/** How many ways that end may be judged. Real ones are a handful. */
const MAX_WAYS = 200;

/** A way from the leaf that ended, in a place to trust or not. */
export interface FoundPath {
  readonly path: ChainPath;
  /** Why it leads nowhere; empty when it ends where trust begins. */
  readonly findings: readonly Finding[];
}

interface SearchSpace {
  readonly certificates: readonly ParsedCertificate[];
  readonly anchors: ReadonlySet<ParsedCertificate>;
  /** Whether a way may end in any certificate whose issuer is not given. */
  readonly acceptsTopmost: boolean;
}

function deadEnd(id: string, certificate: ParsedCertificate, message: string, fix: string): Finding {
  return { id, severity: 'error', subject: titleOf(certificate), message, fix };
}

const FAILED_LINKS: Partial<
  Readonly<Record<Link, { readonly id: string; readonly message: (issuer: string) => string }>>
> = {
  signature: {
    id: 'chain-signature-invalid',
    message: (issuer) => `The certificate given for ${issuer} has its name, but its key did not sign this.`,
  },
  'key-identifier': {
    id: 'chain-key-identifier',
    message: (issuer) =>
      `The certificate given for ${issuer} has its name, but its key identifier is another.`,
  },
  unsupported: {
    id: 'chain-unsupported-key',
    message: (issuer) => `The key of ${issuer} is of a kind that cannot be verified here.`,
  },
};

function describeDeadEnd(last: ParsedCertificate, failures: readonly Link[], selfSigned: boolean): Finding {
  const issuer = issuerTitleOf(last);
  for (const link of ['signature', 'key-identifier', 'unsupported'] as const) {
    const failed = failures.includes(link) ? FAILED_LINKS[link] : undefined;
    if (failed !== undefined) {
      return deadEnd(failed.id, last, failed.message(issuer), 'Give the certificate that issued this one.');
    }
  }
  if (selfSigned) {
    const message = 'It is a root, but not one of the trust anchors.';
    return deadEnd(
      'chain-untrusted-root',
      last,
      message,
      'Add this root to the trust anchors, if it is to be trusted.',
    );
  }
  const message = `Its issuer, ${issuer}, is not among the certificates given.`;
  return deadEnd('chain-issuer-missing', last, message, 'Add the issuer’s certificate to the chain.');
}

function workLimit(leaf: ParsedCertificate): Finding {
  const message = 'The search for a chain was given up: there are too many ways to try.';
  return deadEnd('chain-work-limit', leaf, message, 'Give only the certificates that belong to the chain.');
}

/** The same name with the same key is one authority, whatever certificates it has: each gets a number. */
function numberAuthorities(certificates: readonly ParsedCertificate[]): Map<ParsedCertificate, number> {
  const numbers = new Map<string, number>();
  return new Map(
    certificates.map((certificate) => {
      const key = Buffer.from(certificate.subjectPublicKeyInfo).toString('latin1');
      const identity = `${certificate.comparableSubject}\n${key}`;
      const number = numbers.get(identity) ?? numbers.size;
      numbers.set(identity, number);
      return [certificate, number];
    }),
  );
}

/**
 * Finds the ways from a leaf upwards, depth first, anchors before others. The work is bounded, whatever is given.
 *
 * @param accept told of each way that ended; answers whether to stop
 */
export function searchPaths(
  leaf: ParsedCertificate,
  space: SearchSpace,
  links: LinkVerifier,
  accept: (found: FoundPath) => boolean,
): void {
  const bySubject = new Map<string, ParsedCertificate[]>();
  for (const certificate of space.certificates) {
    const group = bySubject.get(certificate.comparableSubject) ?? [];
    bySubject.set(certificate.comparableSubject, group);
    if (space.anchors.has(certificate)) group.unshift(certificate);
    else group.push(certificate);
  }
  const authorities = numberAuthorities(space.certificates);
  // The same authority again is a detour: nothing is gained by it, and it could go on for ever.
  const onPath = new Set([authorities.get(leaf)]);
  let steps = 0;
  let ways = 0;
  const end = (found: FoundPath): boolean => {
    ways += 1;
    if (accept(found)) return true;
    return ways >= MAX_WAYS && (accept({ path: [leaf], findings: [workLimit(leaf)] }) || true);
  };

  /** @returns whether the search is over */
  const extend = (path: ChainPath, last: ParsedCertificate): boolean => {
    steps += 1;
    if (steps > MAX_SEARCH_STEPS) return end({ path, findings: [workLimit(leaf)] }) || true;
    if (space.anchors.has(last) && end({ path, findings: [] })) return true;
    if (path.length >= MAX_CHAIN_LENGTH) return end({ path, findings: [workLimit(leaf)] });
    const failures: Link[] = [];
    let extended = false;
    for (const candidate of bySubject.get(last.comparableIssuer) ?? []) {
      const authority = authorities.get(candidate);
      if (onPath.has(authority)) continue;
      const link = links.link(last, candidate);
      if (link === 'exhausted') return end({ path, findings: [workLimit(leaf)] }) || true;
      if (link !== 'issued') {
        failures.push(link);
        continue;
      }
      extended = true;
      onPath.add(authority);
      const isOver = extend([...path, candidate], candidate);
      onPath.delete(authority);
      if (isOver) return true;
    }
    if (extended || space.anchors.has(last)) return false;
    const selfSigned = links.link(last, last) === 'issued';
    const isTop = space.acceptsTopmost && (selfSigned || failures.length === 0);
    return end({
      path,
      findings: isTop ? [] : [describeDeadEnd(last, selfSigned ? [] : failures, selfSigned)],
    });
  };
  extend([leaf], leaf);
}
