import { WorklinkError } from '../../errors.js';
import { type Finding, type Severity } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { type Clock } from '../../ports/clock.js';

/** What looking at one part of a set-up came to. */
export interface Look {
  /** `unknown` where nothing records it. */
  readonly presence: 'present' | 'pending' | 'missing' | 'unknown';
  /** What is there, or is not, as one sentence. */
  readonly detail: string;
  /** The command that goes on from here, where one does. */
  readonly command?: string;
  /** What is the matter with what is there. */
  readonly findings: readonly Finding[];
}

/** What a look is taken from. */
export interface Ground {
  readonly backend: Backend;
  /** The time as the service has it. */
  readonly now: Date;
  /** For the pace of calls. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long before its end a certificate is worth a warning, in milliseconds. */
  readonly expiresWithinMs: number;
}

/** A fleet that is looked at. */
export interface FleetGround extends Ground {
  readonly arn: string;
  readonly name: string;
}

/** Names that one finding lists at most. */
export const LISTED = 10;

export function finding(
  severity: Severity,
  id: string,
  [subject, message, fix]: readonly [subject: string, message: string, fix: string],
): Finding {
  return { id, severity, subject, message, fix };
}

/** Error codes that say that the caller may not look, or that there is nowhere to look. */
const NOT_ALLOWED: readonly string[] = [
  'NotAllowed',
  'NotSignedIn',
  'UnauthorizedException',
  'UnsupportedByBackend',
];

/** What is to be said of a look that failed: of what the caller may not see nothing is known to be wrong. */
export function failedLook({ code, message, hint }: WorklinkError, subject: string): Finding {
  const fix = hint ?? 'Try again; what fails each time is a matter for AWS support.';
  return NOT_ALLOWED.includes(code)
    ? finding('warning', 'check-not-allowed', [subject, message, fix])
    : finding('error', 'check-failed', [subject, message, fix]);
}

/** Does what may find nothing. @returns nothing where it was not found */
export async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'NotFound') return undefined;
    throw error;
  }
}
