import { websiteCaTitle, type WebsiteCa } from '../../core/admin/website-cas/website-cas.js';
import { type GivenCertificate } from '../../core/admin/certificates/given-certificates.js';
import { type BulkSubject } from '../many/bulk-report.js';
import { errorText } from './domain-fields.js';
import { FINDINGS_FIELD } from './findings-field.js';
import { type Field } from '../results.js';

/** A website certificate authority, as lists show it. */
export const WEBSITE_CA_FIELDS: readonly Field[] = [
  { name: 'websiteCaId', title: 'ID' },
  { name: 'displayName', title: 'DISPLAY NAME' },
  { name: 'subject', title: 'SUBJECT' },
  { name: 'issuer', title: 'ISSUER' },
  { name: 'notAfter', title: 'EXPIRES' },
  { name: 'sha256', title: 'SHA-256' },
  { name: 'createdTime', title: 'CREATED', extra: true },
  { name: 'notBefore', title: 'NOT BEFORE', extra: true },
  { name: 'serialNumber', title: 'SERIAL NUMBER', extra: true },
  { name: 'keyType', title: 'KEY', extra: true },
  { name: 'signatureAlgorithm', title: 'SIGNATURE', extra: true },
];

/** Everything about one. */
export const WEBSITE_CA_DETAILS_FIELDS: readonly Field[] = [
  { name: 'websiteCaId', title: 'ID' },
  { name: 'displayName', title: 'DISPLAY NAME' },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'subject', title: 'SUBJECT' },
  { name: 'issuer', title: 'ISSUER' },
  { name: 'serialNumber', title: 'SERIAL NUMBER' },
  { name: 'sha256', title: 'SHA-256' },
  { name: 'notBefore', title: 'NOT BEFORE' },
  { name: 'notAfter', title: 'EXPIRES' },
  { name: 'isCa', title: 'AUTHORITY' },
  { name: 'pathLength', title: 'PATH LENGTH' },
  { name: 'keyUsage', title: 'KEY USAGE' },
  { name: 'extendedKeyUsage', title: 'PURPOSES' },
  { name: 'keyType', title: 'KEY' },
  { name: 'signatureAlgorithm', title: 'SIGNATURE' },
  { name: 'selfSigned', title: 'SELF-SIGNED' },
  FINDINGS_FIELD,
];

/** What became of one of several. */
export const WEBSITE_CA_RESULT_FIELDS: readonly Field[] = [
  { name: 'subject', title: 'SUBJECT' },
  { name: 'result', title: 'RESULT' },
  { name: 'websiteCaId', title: 'ID' },
  { name: 'notAfter', title: 'EXPIRES' },
  { name: 'displayName', title: 'DISPLAY NAME', extra: true },
  { name: 'issuer', title: 'ISSUER', extra: true },
  { name: 'sha256', title: 'SHA-256', extra: true },
  { name: 'notBefore', title: 'NOT BEFORE', extra: true },
  { name: 'file', title: 'FILE', extra: true },
  { name: 'error', title: 'ERROR', read: errorText },
];

/** What became of a download. */
export const WEBSITE_CA_DOWNLOAD_FIELDS: readonly Field[] = [
  { name: 'subject', title: 'SUBJECT' },
  { name: 'result', title: 'RESULT' },
  { name: 'path', title: 'PATH' },
  { name: 'websiteCaId', title: 'ID', extra: true },
  { name: 'displayName', title: 'DISPLAY NAME', extra: true },
  { name: 'sha256', title: 'SHA-256', extra: true },
  { name: 'error', title: 'ERROR', read: errorText },
];

export const BULK_UPLOADS: BulkSubject<GivenCertificate> = {
  noun: 'certificates',
  member: 'sha256',
  nameOf: ({ certificate }) => certificate.sha256,
  later: 'What was uploaded is in worklink ca list; the same command leaves it as it is.',
};

export const BULK_REMOVALS: BulkSubject<{ readonly ca: WebsiteCa }> = {
  noun: 'website CAs',
  member: 'websiteCaId',
  nameOf: ({ ca }) => ca.websiteCaId,
  later: 'Those that are left are in worklink ca list.',
};

export const BULK_DOWNLOADS: BulkSubject<{ readonly ca: WebsiteCa }> = {
  ...BULK_REMOVALS,
  later: 'To replace files that exist, give --force.',
};

/** Website certificate authorities, as a sentence has them. */
export function namesOf(cas: readonly Parameters<typeof websiteCaTitle>[0][]): string {
  const [only] = cas;
  return only !== undefined && cas.length === 1
    ? `website CA ${websiteCaTitle(only)}`
    : `${String(cas.length)} website CAs`;
}
