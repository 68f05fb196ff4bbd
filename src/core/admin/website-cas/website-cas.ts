import { judgeAuthority } from '../../certificates/authority.js';
import { type CertificateFacts, readCertificate } from '../../certificates/certificate.js';
import { type OperationInput, type OperationOutput } from '../../contract/contract.js';
import { ownError, WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { nearest } from '../../nearest.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';
import { quote } from '../../text.js';
import { callEach } from '../call-each.js';
import { changeableFleet } from '../domains/change.js';
import { onFleet } from '../names.js';
import { type ListOptions, Pages } from '../pages.js';
import { type View, view } from '../view.js';

type Summary = View<
  NonNullable<OperationOutput<'ListWebsiteCertificateAuthorities'>['WebsiteCertificateAuthorities']>[number]
>;

/** What a website certificate authority's certificate says; nothing where it cannot be read. */
type Said = Partial<
  Pick<
    CertificateFacts,
    | 'subject'
    | 'issuer'
    | 'serialNumber'
    | 'sha256'
    | 'notBefore'
    | 'notAfter'
    | 'isCa'
    | 'pathLength'
    | 'keyUsage'
    | 'extendedKeyUsage'
    | 'keyType'
    | 'signatureAlgorithm'
    | 'selfSigned'
  >
>;

/** A website certificate authority of a fleet. */
export interface WebsiteCa extends Said {
  readonly websiteCaId: string;
  readonly displayName?: string;
  readonly createdTime?: Date;
  /** What is to be said of it today. */
  readonly findings: readonly Finding[];
  /** Its certificate, as it was uploaded. */
  readonly certificate?: string;
}

/** How a list of them is asked for. */
export interface WebsiteCaListing extends ListOptions {
  /** The time to judge validity at. */
  readonly now: Date;
  /** For the pace of the calls it takes. */
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export type WebsiteCaRemoval = OperationInput<'DisassociateWebsiteCertificateAuthority'>;

/**
 * A fleet's website certificate authorities, each with what its certificate says: the list itself has only names, so
 * that every one is described besides.
 *
 * @param fleet name or ARN
 */
export function listWebsiteCas(backend: Backend, fleet: string, options: WebsiteCaListing): Pages<WebsiteCa> {
  return new Pages(
    (request) =>
      onFleet(backend, fleet, async (arn) => {
        const { WebsiteCertificateAuthorities: page = [], NextToken: nextToken } =
          await backend.workLink.call('ListWebsiteCertificateAuthorities', { FleetArn: arn, ...request });
        return { items: await describeAll(backend, arn, page.map(view), options), nextToken };
      }),
    options,
  );
}

/**
 * Those of a fleet's website certificate authorities that references name, each once, in their order.
 *
 * @param fleet name or ARN
 * @param references IDs, display names, or SHA-256 fingerprints; all where absent
 * @throws WorklinkError `NotFound` for one that names none; `Usage` for a name that several have
 */
export async function findWebsiteCas(
  backend: Backend,
  fleet: string,
  references: readonly string[] | undefined,
  options: Omit<WebsiteCaListing, keyof ListOptions>,
): Promise<readonly WebsiteCa[]> {
  const all: WebsiteCa[] = [];
  for await (const ca of listWebsiteCas(backend, fleet, options)) all.push(ca);
  return references === undefined ? all : [...new Set(references.map((reference) => pick(all, reference)))];
}

/**
 * The calls that delete website certificate authorities.
 *
 * @throws WorklinkError `NotFound`; `WrongState` for a fleet that cannot be changed
 */
export async function planWebsiteCaRemoval(
  backend: Backend,
  fleet: string,
  cas: readonly WebsiteCa[],
): Promise<readonly { readonly ca: WebsiteCa; readonly input: WebsiteCaRemoval }[]> {
  const arn = await changeableFleet(backend, fleet);
  return cas.map((ca) => ({ ca, input: { FleetArn: arn, WebsiteCaId: ca.websiteCaId } }));
}

/** Deletes a website certificate authority. @throws WorklinkError where it is gone already */
export async function removeWebsiteCa(backend: Backend, input: WebsiteCaRemoval): Promise<void> {
  await backend.workLink.call('DisassociateWebsiteCertificateAuthority', input);
}

/** How a sentence calls a website certificate authority. */
export function websiteCaTitle({ displayName, subject, websiteCaId }: Omit<WebsiteCa, 'findings'>): string {
  return quote(displayName ?? (subject === undefined || subject === '' ? websiteCaId : subject));
}

async function describeAll(
  { workLink }: Backend,
  arn: string,
  summaries: readonly Summary[],
  { clock, signal, now }: WebsiteCaListing,
): Promise<readonly WebsiteCa[]> {
  const known = summaries.flatMap(({ websiteCaId: id, ...rest }) =>
    id === undefined ? [] : [{ ...rest, id }],
  );
  const described = await callEach(
    workLink,
    'DescribeWebsiteCertificateAuthority',
    known.map(({ id }) => ({ FleetArn: arn, WebsiteCaId: id })),
    { clock, ...(signal !== undefined && { signal }) },
  );
  return known.flatMap(({ id, displayName, createdTime }, index) => {
    const found = described[index];
    // Deleted since the list was made.
    if (found === undefined) return [];
    return {
      websiteCaId: id,
      ...(displayName === undefined ? {} : { displayName }),
      ...(createdTime === undefined ? {} : { createdTime }),
      ...said(found.Certificate, now),
    };
  });
}

/** Another client may have uploaded what is no certificate authority's, or nothing that can be read. */
function said(
  certificate: string | undefined,
  now: Date,
): Said & Pick<WebsiteCa, 'findings' | 'certificate'> {
  if (certificate === undefined) return { findings: [] };
  try {
    const facts = readCertificate(certificate);
    const { subject, issuer, serialNumber, sha256, notBefore, notAfter, isCa, pathLength } = facts;
    const { keyUsage, extendedKeyUsage, keyType, signatureAlgorithm, selfSigned } = facts;
    return {
      subject,
      issuer,
      serialNumber,
      sha256,
      notBefore,
      notAfter,
      isCa,
      ...(pathLength === undefined ? {} : { pathLength }),
      ...(keyUsage === undefined ? {} : { keyUsage }),
      ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
      keyType,
      signatureAlgorithm,
      selfSigned,
      findings: judgeAuthority(facts, now),
      certificate,
    };
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    const finding: Finding = {
      id: 'authority-unreadable',
      severity: 'error',
      subject: 'the certificate',
      message: error.message,
      fix: 'Delete it, and upload the certificate of the authority.',
    };
    return { findings: [finding], certificate };
  }
}

/** 64 hexadecimal digits, with or without colons, as OpenSSL and browsers show them. */
function fingerprintOf(text: string): string | undefined {
  const digits = text
    .slice(0, 200)
    .replace(/^sha-?256(?: fingerprint)?[:=]\s*/i, '')
    .replace(/[:\s]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

function pick(all: readonly WebsiteCa[], reference: string): WebsiteCa {
  const byId = all.find(({ websiteCaId }) => websiteCaId === reference);
  if (byId !== undefined) return byId;
  const fingerprint = fingerprintOf(reference);
  const matching = all.filter(
    ({ displayName, sha256 }) =>
      displayName === reference || (sha256 !== undefined && sha256 === fingerprint),
  );
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return only;
  if (only !== undefined) {
    const ids = matching.map(({ websiteCaId }) => websiteCaId);
    throw ownError('Usage', `${String(ids.length)} website CAs are called ${quote(reference)}.`, {
      hint: `Give an ID: ${ids.slice(0, 10).join(', ')}`,
      details: { websiteCaIds: ids },
    });
  }
  const near = nearest(
    reference,
    all.flatMap(({ displayName }) => displayName ?? []),
  );
  throw ownError('NotFound', `The fleet has no website CA ${quote(reference)}.`, {
    hint: `${near.length === 0 ? '' : `Did you mean ${near.map(quote).join(', ')}? `}worklink ca list shows those there are.`,
    details: { websiteCa: reference, near },
  });
}
