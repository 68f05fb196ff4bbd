import { type Finding, hasErrors } from '../../findings.js';
import { type CertificateFacts, parsedOf } from '../certificate.js';
import { type ChainPath, issuerTitleOf, pathJudge, type Purpose, titleOf } from './chain-checks.js';
import { type FoundPath, searchPaths } from './chain-search.js';
import { LinkVerifier } from './links.js';
import { type ParsedCertificate } from '../x509.js';

/** How many certificates may be given beside the leaf: the root stores of several vendors at once. */
const MAX_CHAIN_CANDIDATES = 1000;

/** How many signatures putting certificates into order may check. */
const MAX_ORDERING_CHECKS = 400;

export interface ChainQuestion {
  readonly leaf: CertificateFacts;
  /** In any order; roots may be among them, and are not trusted for that. */
  readonly intermediates: readonly CertificateFacts[];
  /**
   * The certificates to be trusted. `'topmost'` takes the topmost certificate that the leaf's chain reaches for one,
   * as ACM does on import: the chain is judged in itself, not by whom it leads to.
   */
  readonly anchors: readonly CertificateFacts[] | 'topmost';
  /** The instant to judge at. */
  readonly at: Date;
  /** What the leaf is to be used for; left out, extended key usage does not count. */
  readonly purpose?: Purpose;
}

interface ChainVerdict {
  readonly verdict: 'valid' | 'invalid';
  /** From the leaf to the anchor; as far as it went when invalid. */
  readonly chain: readonly CertificateFacts[];
  readonly findings: readonly Finding[];
}

/** The given certificates without repetitions, and the way back from a parsed one to the facts it came from. */
class Pool {
  readonly #byHash = new Map<string, ParsedCertificate>();
  readonly #facts = new Map<ParsedCertificate, CertificateFacts>();

  add(facts: CertificateFacts): { readonly certificate: ParsedCertificate; readonly isNew: boolean } {
    const known = this.#byHash.get(facts.sha256);
    if (known !== undefined) return { certificate: known, isNew: false };
    const certificate = parsedOf(facts);
    this.#byHash.set(facts.sha256, certificate);
    this.#facts.set(certificate, facts);
    return { certificate, isNew: true };
  }

  get certificates(): ParsedCertificate[] {
    return [...this.#facts.keys()];
  }

  toFacts(path: ChainPath): CertificateFacts[] {
    return path.flatMap((certificate) => this.#facts.get(certificate) ?? []);
  }
}

function tooMany(count: number): Finding {
  return {
    id: 'chain-too-many-certificates',
    severity: 'error',
    subject: 'the certificates given',
    message: `There are ${count} certificates; at most ${MAX_CHAIN_CANDIDATES} are looked at.`,
    fix: 'Give only the certificates that belong to the chain.',
  };
}

function duplicate(certificate: ParsedCertificate): Finding {
  return {
    id: 'chain-duplicate-certificate',
    severity: 'warning',
    subject: titleOf(certificate),
    message: 'It is given more than once.',
    fix: 'Leave the certificate itself and repetitions out of its chain.',
  };
}

/** What ACM refuses, TLS clients overlook: a certificate in the chain that is no part of it. */
function unused(certificate: ParsedCertificate, severity: Finding['severity']): Finding {
  return {
    id: 'chain-unused-certificate',
    severity,
    subject: titleOf(certificate),
    message: 'It is no part of the chain.',
    fix: 'Leave it out, or add the certificates that connect it.',
  };
}

interface JudgedPath {
  readonly path: ChainPath;
  readonly findings: readonly Finding[];
}

function countErrors(findings: readonly Finding[]): number {
  return findings.filter((finding) => finding.severity === 'error').length;
}

/** Fewer errors are better, then more certificates: what comes closest tells the reader most. */
function isBetter(candidate: JudgedPath, best: JudgedPath | undefined): boolean {
  if (best === undefined) return true;
  const difference = countErrors(candidate.findings) - countErrors(best.findings);
  return difference < 0 || (difference === 0 && candidate.path.length > best.path.length);
}

/**
 * Looks for a chain from a certificate to a trust anchor and checks it: RFC 5280 §6.1. Each link by OpenSSL
 * (signature, names, key identifiers), then validity, CA flag, key usage, path length, name constraints, unknown
 * critical extensions, strength of keys and hashes, and the purpose, where one is given.
 *
 * The certificates come in any order, several ways are tried, and the work is bounded. Revocation is not looked up.
 *
 * @throws WorklinkError `InvalidInput` when the facts' `der` is no certificate
 */
export function verifyChain(question: ChainQuestion): ChainVerdict {
  const { leaf, intermediates, at, purpose } = question;
  const anchorFacts = question.anchors === 'topmost' ? [] : question.anchors;
  const count = intermediates.length + anchorFacts.length;
  if (count > MAX_CHAIN_CANDIDATES) return { verdict: 'invalid', chain: [leaf], findings: [tooMany(count)] };

  const pool = new Pool();
  const start = pool.add(leaf).certificate;
  const given = intermediates.map((facts) => pool.add(facts));
  const findings = given.flatMap(({ certificate, isNew }) => (isNew ? [] : [duplicate(certificate)]));
  const anchors = new Set(anchorFacts.map((facts) => pool.add(facts).certificate));

  let best: JudgedPath | undefined;
  const judge = pathJudge(at, purpose);
  const accept = (found: FoundPath): boolean => {
    const judged = { path: found.path, findings: [...found.findings, ...judge(found.path)] };
    if (isBetter(judged, best)) best = judged;
    return !hasErrors(judged.findings);
  };
  const acceptsTopmost = question.anchors === 'topmost';
  searchPaths(
    start,
    { certificates: pool.certificates, anchors, acceptsTopmost },
    new LinkVerifier(),
    accept,
  );

  const { path, findings: pathFindings } = best ?? { path: [start], findings: [] };
  const leftOver = given.flatMap(({ certificate, isNew }) =>
    isNew && !path.includes(certificate) ? [certificate] : [],
  );
  findings.unshift(...pathFindings);
  findings.push(...leftOver.map((certificate) => unused(certificate, acceptsTopmost ? 'error' : 'warning')));
  return { verdict: hasErrors(findings) ? 'invalid' : 'valid', chain: pool.toFacts(path), findings };
}

interface OrderedChain {
  /** All the certificates given, without repetitions: each chain from its leaf-most certificate upwards. */
  readonly certificates: readonly CertificateFacts[];
  readonly findings: readonly Finding[];
}

function gap(last: ParsedCertificate): Finding {
  return {
    id: 'chain-gap',
    severity: 'warning',
    subject: titleOf(last),
    message: `Its issuer, ${issuerTitleOf(last)}, is not among the certificates.`,
    fix: 'Add the issuer’s certificate.',
  };
}

function separate(first: ParsedCertificate): Finding {
  return {
    id: 'chain-separate',
    severity: 'warning',
    subject: titleOf(first),
    message: 'A second chain begins with it: nothing before it was issued by it or its issuers.',
    fix: 'Keep one chain in one file.',
  };
}

/** Climbs from a certificate to the ones above it, as long as they are not taken yet. */
function climb(
  from: ParsedCertificate,
  issuers: ReadonlyMap<ParsedCertificate, ParsedCertificate>,
  taken: ReadonlySet<ParsedCertificate>,
): ParsedCertificate[] {
  const path: ParsedCertificate[] = [];
  let next: ParsedCertificate | undefined = from;
  while (next !== undefined && !taken.has(next) && !path.includes(next)) {
    path.push(next);
    next = issuers.get(next);
  }
  return path;
}

/**
 * Puts certificates into the order of their chain, the leaf-most first, the root last. Where they make up more than
 * one chain, the longest comes first. Validity is not judged.
 *
 * @returns the certificates, with a finding for each issuer that is missing and for each further chain
 * @throws WorklinkError `InvalidInput` when the facts' `der` is no certificate
 */
export function orderChain(certificates: readonly CertificateFacts[]): OrderedChain {
  if (certificates.length > MAX_CHAIN_CANDIDATES) {
    return { certificates, findings: [tooMany(certificates.length)] };
  }
  const pool = new Pool();
  const findings: Finding[] = [];
  for (const facts of certificates) {
    const { certificate, isNew } = pool.add(facts);
    if (!isNew) findings.push(duplicate(certificate));
  }
  const all = pool.certificates;
  // Each certificate has one issuer, and a few of its name with another key at the most.
  const links = new LinkVerifier(Math.min(4 * all.length, MAX_ORDERING_CHECKS));
  const issuers = new Map<ParsedCertificate, ParsedCertificate>();
  for (const child of all) {
    const issuer = all.find((candidate) => candidate !== child && links.link(child, candidate) === 'issued');
    if (issuer !== undefined && child.comparableSubject !== child.comparableIssuer)
      issuers.set(child, issuer);
  }

  const taken = new Set<ParsedCertificate>();
  const remaining = (): ParsedCertificate[] => all.filter((certificate) => !taken.has(certificate));
  for (let rest = remaining(); rest.length > 0; rest = remaining()) {
    const issuing = new Set(rest.map((certificate) => issuers.get(certificate)));
    const leafMost = rest.filter((certificate) => !issuing.has(certificate));
    // Two authorities that certified each other leave no certificate without one below it: begin anywhere.
    const starts = leafMost.length > 0 ? leafMost : rest.slice(0, 1);
    const [longest = []] = starts
      .map((certificate) => climb(certificate, issuers, taken))
      .sort((one, other) => other.length - one.length);
    const [first] = longest;
    const last = longest.at(-1);
    if (first === undefined || last === undefined) break;
    if (taken.size > 0) findings.push(separate(first));
    for (const certificate of longest) taken.add(certificate);
    const isRoot = last.comparableSubject === last.comparableIssuer;
    if (!isRoot && !issuers.has(last)) findings.push(gap(last));
  }
  return { certificates: pool.toFacts([...taken]), findings };
}
