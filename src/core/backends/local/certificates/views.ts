import { readCertificate } from '../../../certificates/certificate.js';
import { createHash } from 'node:crypto';
import {
  type CertificateDetail,
  type CertificateSummary,
  type ValidationRecord,
} from '../../../ports/certificate-manager.js';
import { type CertificateRow } from '../store/certificates.js';

const TOKEN_LENGTH = 32;
const WILDCARD = '*.';

export function summaryOf(row: CertificateRow): CertificateSummary {
  const facts = row.certificate === null ? undefined : readCertificate(row.certificate);
  return {
    arn: row.arn,
    domainName: row.domain_name,
    subjectAlternativeNames: namesOf(row),
    status: row.status,
    type: row.type,
    createdTime: new Date(row.created_at),
    ...(facts !== undefined && { keyAlgorithm: facts.keyType, notAfter: facts.notAfter }),
  };
}

export function detailOf(row: CertificateRow, inUseBy: readonly string[]): CertificateDetail {
  const facts = row.certificate === null ? undefined : readCertificate(row.certificate);
  return {
    ...summaryOf(row),
    ...(facts !== undefined && {
      subject: facts.subject,
      issuer: facts.issuer,
      serialNumber: facts.serialNumber,
      signatureAlgorithm: facts.signatureAlgorithm,
      notBefore: facts.notBefore,
    }),
    ...(row.issued_at !== null && { issuedTime: new Date(row.issued_at) }),
    inUseBy,
    validationRecords: row.validation_token === null ? [] : validationRecords(row, row.validation_token),
  };
}

/**
 * The CNAME records that prove control of a certificate's names, in the form of ACM's: `_<token>.<name>.` points to
 * `_<token>.acm-validations.aws.`. A wildcard is proven by the record of the name below it, so those two share one.
 */
function validationRecords(row: CertificateRow, token: string): ValidationRecord[] {
  const status =
    row.status === 'PENDING_VALIDATION' ? row.status : row.issued_at === null ? 'FAILED' : 'SUCCESS';
  return namesOf(row).map((domainName) => {
    const base = domainName.startsWith(WILDCARD) ? domainName.slice(WILDCARD.length) : domainName;
    return {
      domainName,
      status,
      recordType: 'CNAME',
      recordName: `_${digest('name', token, base)}.${base}.`,
      recordValue: `_${digest('value', token, base)}.acm-validations.aws.`,
    };
  });
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, TOKEN_LENGTH);
}

function namesOf(row: CertificateRow): readonly string[] {
  return JSON.parse(row.subject_alternative_names) as string[]; // written by this backend
}
