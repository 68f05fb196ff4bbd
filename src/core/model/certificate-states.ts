/** Every state an ACM certificate can be in that a WorkLink administrator can meet (ACM API, CertificateStatus). */
export const CERTIFICATE_STATUSES = [
  'PENDING_VALIDATION',
  'ISSUED',
  'INACTIVE',
  'EXPIRED',
  'VALIDATION_TIMED_OUT',
  'REVOKED',
  'FAILED',
] as const;

export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number];
