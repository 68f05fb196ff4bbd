import { type Finding } from '../findings.js';

const DAY_MS = 86_400_000;
/** Long enough to renew a certificate in: what ends sooner is said, unless somebody asks for another time. */
export const EXPIRES_SOON_MS = 30 * DAY_MS;

export type Expiry = 'valid' | 'expires-soon' | 'expired';

/**
 * How near the end of its validity something is. The last instant is still valid (RFC 5280 §4.1.2.5).
 *
 * @param withinMs how long before its end it counts as near
 */
export function expiryOf(notAfter: Date, at: Date, withinMs: number = EXPIRES_SOON_MS): Expiry {
  const left = notAfter.getTime() - at.getTime();
  if (left < 0) return 'expired';
  return left < withinMs ? 'expires-soon' : 'valid';
}

/** The time left, in whole days, as a sentence has it: `in 3 days`. */
export function daysLeft(notAfter: Date, at: Date): string {
  const days = Math.floor((notAfter.getTime() - at.getTime()) / DAY_MS);
  if (days < 1) return 'in less than a day';
  return days === 1 ? 'in 1 day' : `in ${String(days)} days`;
}

/**
 * What is to be said of a certificate whose end is near; nothing where it is not, or has passed.
 *
 * @param what the certificate as the beginning of a sentence: `The site’s certificate`
 */
export function expirySoonFindings(
  { subject, what, notAfter }: { readonly subject: string; readonly what: string; readonly notAfter: Date },
  at: Date,
  withinMs?: number,
): readonly Finding[] {
  if (expiryOf(notAfter, at, withinMs) !== 'expires-soon') return [];
  return [
    {
      id: 'certificate-expires-soon',
      severity: 'warning',
      subject,
      message: `${what} expires ${daysLeft(notAfter, at)}, on ${notAfter.toISOString()}.`,
      fix: 'Renew it.',
    },
  ];
}
