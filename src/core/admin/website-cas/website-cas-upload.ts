import { judgeAuthority, titleOfCertificate } from '../../certificates/authority.js';
import { type CertificateFacts } from '../../certificates/certificate.js';
import { toServicePem } from '../../certificates/pem.js';
import { type OperationInput } from '../../contract/contract.js';
import { ownError, WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { type Settled } from '../bulk.js';
import { checkInput } from '../check-input.js';
import { changeableFleet } from '../domains/change.js';
import { type GivenCertificate } from '../certificates/given-certificates.js';
import { listWebsiteCas, type WebsiteCa, type WebsiteCaListing } from './website-cas.js';

/** The call that uploads one, everything about it checked. */
export interface WebsiteCaUpload extends GivenCertificate {
  readonly input: OperationInput<'AssociateWebsiteCertificateAuthority'>;
  /** Warnings. */
  readonly findings: readonly Finding[];
}

export interface WebsiteCaUploadRequest extends Omit<
  WebsiteCaListing,
  'maxItems' | 'pageSize' | 'startingToken'
> {
  readonly certificates: readonly GivenCertificate[];
  /** For one certificate alone. */
  readonly displayName?: string | undefined;
  /** Whether a certificate that has expired is taken all the same. */
  readonly allowExpired: boolean;
}

/**
 * What uploading website certificate authorities would send, each judged by itself.
 *
 * @param fleet name or ARN
 * @returns of each certificate its call, or why it is refused: no authority's, expired, there already
 * @throws WorklinkError `Usage` for one display name and several certificates; `InvalidInput`; `NotFound`; `WrongState`
 */
export async function planWebsiteCaUploads(
  backend: Backend,
  fleet: string,
  request: WebsiteCaUploadRequest,
): Promise<readonly Settled<GivenCertificate, WebsiteCaUpload>[]> {
  const { certificates, displayName, allowExpired, now } = request;
  if (displayName !== undefined && certificates.length > 1) {
    throw ownError(
      'Usage',
      `--display-name names one certificate; ${String(certificates.length)} are given.`,
      {
        hint: 'Upload them one by one, or without display names.',
      },
    );
  }
  const arn = await changeableFleet(backend, fleet);
  const present = new Map<string, WebsiteCa>();
  for await (const ca of listWebsiteCas(backend, arn, request)) {
    if (ca.sha256 !== undefined) present.set(ca.sha256, ca);
  }
  const seen = new Set<string>();
  return certificates.map((item) => {
    const { sha256 } = item.certificate;
    try {
      const existing = present.get(sha256);
      if (existing !== undefined) throw alreadyThere(fleet, existing);
      if (seen.has(sha256)) throw repeated(item);
      seen.add(sha256);
      return { item, state: 'done', value: planNewWebsiteCa(arn, item, { displayName, now, allowExpired }) };
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      return { item, state: 'failed', error: error as WorklinkError };
    }
  });
}

/**
 * What uploading a website certificate authority would send that the fleet is known not to have.
 *
 * @param arn of the fleet
 * @throws WorklinkError `InvalidInput`: no authority's, expired
 */
export function planNewWebsiteCa(
  arn: string,
  item: GivenCertificate,
  { displayName, now, allowExpired }: Pick<WebsiteCaUploadRequest, 'displayName' | 'now' | 'allowExpired'>,
): WebsiteCaUpload {
  const findings = judge(item.certificate, now, allowExpired);
  const input = {
    FleetArn: arn,
    Certificate: toServicePem(item.certificate.der),
    ...(displayName === undefined ? {} : { DisplayName: displayName }),
  };
  checkInput('AssociateWebsiteCertificateAuthority', input, {
    DisplayName: { label: '--display-name', rule: 'A display name has at most 100 characters.' },
  });
  return { ...item, input, findings };
}

/** Uploads one. @returns it, with the ID it has now */
export async function uploadWebsiteCa(
  backend: Backend,
  { input, certificate, findings }: WebsiteCaUpload,
): Promise<WebsiteCa> {
  const { WebsiteCaId: id = '' } = await backend.workLink.call('AssociateWebsiteCertificateAuthority', input);
  const { subject, issuer, sha256, notBefore, notAfter } = certificate;
  const { DisplayName: displayName } = input;
  return {
    websiteCaId: id,
    ...(displayName === undefined ? {} : { displayName }),
    subject,
    issuer,
    sha256,
    notBefore,
    notAfter,
    findings,
  };
}

function judge(certificate: CertificateFacts, now: Date, allowExpired: boolean): readonly Finding[] {
  const findings = judgeAuthority(certificate, now).map((finding): Finding =>
    finding.id === 'chain-expired' && allowExpired ? { ...finding, severity: 'warning' } : finding,
  );
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return findings;
  const title = quote(titleOfCertificate(certificate));
  const expired = errors.every(({ id }) => id === 'chain-expired');
  throw ownError(
    'InvalidInput',
    `The certificate of ${title} is refused: ${errors.map(({ message }) => message).join(' ')}`,
    {
      hint: expired ? 'Upload the renewed one, or give --allow-expired.' : first.fix,
      details: { findings, sha256: certificate.sha256 },
    },
  );
}

function alreadyThere(fleet: string, { websiteCaId, sha256, displayName }: WebsiteCa): WorklinkError {
  const name = displayName === undefined ? '' : ` (${quote(displayName)})`;
  return ownError(
    'AlreadyExists',
    `Fleet ${quote(fleet)} has the certificate already, as ${websiteCaId}${name}.`,
    {
      hint: 'There is nothing to do. To name it anew, delete it first.',
      details: { websiteCaId, sha256 },
    },
  );
}

function repeated({ certificate }: GivenCertificate): WorklinkError {
  return ownError(
    'AlreadyExists',
    `The certificate of ${quote(titleOfCertificate(certificate))} is given more than once.`,
    { hint: 'The first one counts.', details: { sha256: certificate.sha256 } },
  );
}
