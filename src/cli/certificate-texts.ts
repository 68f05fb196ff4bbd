import { type CertificateListed } from '../core/admin/certificates/certificate-facts.js';
import { type DevicePolicy } from '../core/admin/devices/device-policy.js';
import { type Inspection } from '../core/admin/certificates/certificate-inspect.js';
import { type VerificationResult } from '../core/admin/certificates/certificate-verify.js';
import { FINDINGS_FIELD } from './fields/findings-field.js';
import { type Field } from './results.js';

/** A certificate on one line. */
function line({ subject, notAfter, keyType }: CertificateListed): string {
  return `${nameOf({ subject })}, until ${notAfter.toISOString()}, ${keyType}`;
}

/** A chain as a tree, its root at the top. */
function tree(chain: readonly CertificateListed[]): readonly string[] {
  return chain
    .toReversed()
    .map((certificate, depth) => `${depth === 0 ? '' : `${'   '.repeat(depth - 1)}└─ `}${line(certificate)}`);
}

/** What a subject is called that has no name. */
function nameOf({ subject }: Pick<CertificateListed, 'subject'>): string {
  return subject === '' ? '(no name)' : subject;
}

function block(certificate: CertificateListed): readonly string[] {
  const { subject, issuer, serialNumber, sha256, notBefore, notAfter, isCa, keyType } = certificate;
  const part = (title: string, values: readonly string[] | undefined): string[] =>
    values === undefined || values.length === 0 ? [] : [`  ${title}: ${values.join(', ')}`];
  return [
    nameOf({ subject }),
    `  issued by ${issuer}`,
    `  valid ${notBefore.toISOString()} to ${notAfter.toISOString()}`,
    ...part('names', certificate.subjectAltNames),
    `  key: ${keyType}, signed with ${certificate.signatureAlgorithm}`,
    ...part('key usage', certificate.keyUsage),
    ...part('purposes', certificate.extendedKeyUsage),
    ...(isCa ? ['  a certificate authority'] : []),
    `  serial number ${serialNumber}`,
    `  SHA-256 ${sha256}`,
  ];
}

/** Reads a member of what a command of one kind always returns. */
function of<T extends object>(member: keyof T & string, read: (data: T) => readonly string[]) {
  return (data: object): readonly string[] | undefined => {
    if (!(member in data)) return undefined;
    const texts = read(data as T); // the fields belong to the command that returns it
    return texts.length === 0 ? undefined : texts;
  };
}

export const DEVICE_POLICY_FIELDS: readonly Field[] = [
  { name: 'chain', title: 'DEVICE CA', read: of<DevicePolicy>('chain', ({ chain }) => tree(chain)) },
  FINDINGS_FIELD,
];

export const VERIFICATION_FIELDS: readonly Field[] = [
  { name: 'verdict', title: 'VERDICT', state: true },
  { name: 'chain', title: 'CHAIN', read: of<VerificationResult>('chain', ({ chain }) => tree(chain)) },
  FINDINGS_FIELD,
];

export const INSPECTION_FIELDS: readonly Field[] = [
  { name: 'kind', title: 'KIND' },
  {
    name: 'certificates',
    title: 'CERTIFICATES',
    read: of<Inspection>('certificates', ({ certificates }) => certificates.flatMap(block)),
  },
  {
    name: 'chain',
    title: 'CHAIN',
    read: of<Inspection>('chain', ({ chain }) => chain.map(nameOf)),
  },
  {
    name: 'requests',
    title: 'REQUESTS',
    read: of<Inspection>('requests', ({ requests }) =>
      requests.map(({ subject, keyType, subjectAltNames }) =>
        [subject, keyType, ...subjectAltNames].join(', '),
      ),
    ),
  },
  {
    name: 'publicKeys',
    title: 'PUBLIC KEYS',
    read: of<Inspection>('publicKeys', ({ publicKeys }) => publicKeys),
  },
  { name: 'privateKeys', title: 'PRIVATE KEYS' },
  FINDINGS_FIELD,
];

/** Certificates as a sentence has them. */
export function subjectsOf(certificates: readonly CertificateListed[]): string {
  return certificates.map(({ subject }) => subject).join('; ');
}
