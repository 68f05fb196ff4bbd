import { type ServiceErrorName } from '../core/contract/errors.js';
import { type OwnErrorCode, type WorklinkError } from '../core/errors.js';
import { interruptedExitCode } from './host.js';

/** What each error code makes the program exit with. */
const EXIT_CODES: Readonly<Record<ServiceErrorName | OwnErrorCode, number>> = {
  Internal: 1,
  Usage: 2,
  InvalidInput: 3,
  InvalidRequestException: 3,
  CheckFailed: 3,
  // Where the items that failed agree on a code, theirs: see `exitCodeOf`.
  PartialFailure: 3,
  AnswerRequired: 4,
  Declined: 4,
  NotSignedIn: 4,
  NotAllowed: 4,
  UnauthorizedException: 4,
  NotFound: 5,
  ResourceNotFoundException: 5,
  AlreadyExists: 6,
  ResourceAlreadyExistsException: 6,
  WrongState: 6,
  Busy: 7,
  Throttled: 7,
  TooManyRequestsException: 7,
  InternalServerErrorException: 7,
  Unreachable: 7,
  RetiredService: 7,
  UnsupportedByBackend: 7,
  WaitTimedOut: 8,
  StateUnreachable: 8,
  UnknownCommand: 127,
  Interrupted: 130,
};

const UNEXPECTED = EXIT_CODES.Internal;

/**
 * The exit code of an understood error.
 * A `PartialFailure` whose `details.codes` all exit alike exits like them.
 */
export function exitCodeOf(error: WorklinkError): number {
  if (error.code === 'Interrupted') return interruptedExitCode(error);
  if (error.code === 'PartialFailure')
    return agreedExitCode(error.details?.['codes']) ?? EXIT_CODES.PartialFailure;
  return isKnown(error.code) ? EXIT_CODES[error.code] : UNEXPECTED;
}

function agreedExitCode(codes: unknown): number | undefined {
  if (!Array.isArray(codes)) return undefined;
  const distinct = new Set(
    codes.map((code: unknown) => (typeof code === 'string' && isKnown(code) ? EXIT_CODES[code] : UNEXPECTED)),
  );
  const [only] = distinct;
  return distinct.size === 1 ? only : undefined;
}

function isKnown(code: string): code is keyof typeof EXIT_CODES {
  return Object.hasOwn(EXIT_CODES, code);
}
