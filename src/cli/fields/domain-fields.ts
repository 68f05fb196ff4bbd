import { type Field } from '../results.js';

/** A domain's members, as lists show them. */
export const DOMAIN_FIELDS: readonly Field[] = [
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'displayName', title: 'DISPLAY NAME' },
  { name: 'domainStatus', title: 'STATUS', state: true },
  { name: 'createdTime', title: 'CREATED' },
];
/** A domain's members with what the guide shows of one (View Domain Details). */
export const DOMAIN_DETAILS_FIELDS: readonly Field[] = [
  ...DOMAIN_FIELDS,
  { name: 'acmCertificateArn', title: 'CERTIFICATE ARN' },
  { name: 'certificateType', title: 'CERTIFICATE TYPE' },
  { name: 'certificateStatus', title: 'CERTIFICATE STATUS', state: true },
  { name: 'certificateNotAfter', title: 'CERTIFICATE NOT AFTER' },
  { name: 'validationRecordType', title: 'VALIDATION RECORD TYPE' },
  { name: 'validationRecordName', title: 'VALIDATION RECORD NAME' },
  { name: 'validationRecordValue', title: 'VALIDATION RECORD VALUE' },
  { name: 'validationRecordStatus', title: 'VALIDATION RECORD STATUS', state: true },
  { name: 'validationRecordAbsence', title: 'VALIDATION RECORD' },
];
/** A domain as a change left it. */
export const DOMAIN_CHANGE_FIELDS: readonly Field[] = [
  ...DOMAIN_FIELDS,
  { name: 'acmCertificateArn', title: 'CERTIFICATE ARN', extra: true },
];
/** What became of one of many domains. */
export const DOMAIN_RESULT_FIELDS: readonly Field[] = [
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'result', title: 'RESULT' },
  { name: 'domainStatus', title: 'STATUS', state: true },
  { name: 'displayName', title: 'DISPLAY NAME', extra: true },
  { name: 'createdTime', title: 'CREATED', extra: true },
  { name: 'acmCertificateArn', title: 'CERTIFICATE ARN', extra: true },
  { name: 'error', title: 'ERROR', read: errorText },
];

/** What went wrong with one of many things, as a table shows it. */
export function errorText(row: object): unknown {
  if (!('error' in row) || typeof row.error !== 'object' || row.error === null) return undefined;
  return 'message' in row.error ? row.error.message : undefined;
}
