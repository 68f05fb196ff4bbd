import { type ValidationRecord } from '../../core/ports/certificate-manager.js';
import { type Field } from '../results.js';

/** What a list says of each certificate. */
export const CERTIFICATE_SUMMARY_FIELDS: readonly Field[] = [
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'status', title: 'STATUS', state: true },
  { name: 'type', title: 'TYPE' },
  { name: 'notAfter', title: 'NOT AFTER' },
  { name: 'certificateArn', title: 'ARN' },
  { name: 'subjectAlternativeNames', title: 'NAMES', extra: true },
  { name: 'keyAlgorithm', title: 'KEY', extra: true },
  { name: 'createdTime', title: 'CREATED', extra: true },
];

/** A certificate's members. */
export const CERTIFICATE_FIELDS: readonly Field[] = [
  { name: 'certificateArn', title: 'ARN' },
  { name: 'domainName', title: 'DOMAIN' },
  { name: 'subjectAlternativeNames', title: 'NAMES' },
  { name: 'status', title: 'STATUS', state: true },
  { name: 'type', title: 'TYPE' },
  { name: 'keyAlgorithm', title: 'KEY' },
  { name: 'signatureAlgorithm', title: 'SIGNATURE' },
  { name: 'subject', title: 'SUBJECT' },
  { name: 'issuer', title: 'ISSUER' },
  { name: 'serialNumber', title: 'SERIAL NUMBER' },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'issuedTime', title: 'ISSUED' },
  { name: 'notBefore', title: 'NOT BEFORE' },
  { name: 'notAfter', title: 'NOT AFTER' },
  { name: 'inUseBy', title: 'IN USE BY' },
  { name: 'validationRecords', title: 'VALIDATION RECORDS', read: recordTexts },
];

/** The records as lines of a zone file; a wildcard's and its base name's are one. */
function recordTexts(data: object): readonly string[] | undefined {
  if (!('validationRecords' in data) || !Array.isArray(data.validationRecords)) return undefined;
  const records: readonly ValidationRecord[] = data.validationRecords; // of the port's type
  const texts = records.map(
    ({ recordName, recordType, recordValue }) => `${recordName} ${recordType} ${recordValue}`,
  );
  return texts.length === 0 ? undefined : [...new Set(texts)];
}
