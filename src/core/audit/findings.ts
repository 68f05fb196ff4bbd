import { type Finding, type Severity } from '../findings.js';

/** All that can be found out about linking a fleet with a stream, and how much it weighs. */
const SEVERITIES = {
  'audit-stream-missing': 'error',
  'audit-stream-deleting': 'error',
  'audit-stream-creating': 'info',
  'audit-stream-other-region': 'warning',
  'audit-stream-other-account': 'warning',
  'audit-stream-not-encrypted': 'warning',
  'audit-stream-short-retention': 'warning',
  'audit-stream-not-readable': 'warning',
  'audit-role-missing': 'warning',
} as const satisfies Readonly<Record<string, Severity>>;

export type AuditFindingId = keyof typeof SEVERITIES;

/** One thing found out about a stream. */
export interface AuditFinding extends Finding {
  readonly id: AuditFindingId;
}

export function auditFinding(
  id: AuditFindingId,
  subject: string,
  message: string,
  fix: string,
): AuditFinding {
  return { id, severity: SEVERITIES[id], subject, message, fix };
}
