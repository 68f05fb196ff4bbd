/**
 * The error codes that are worklink's own. Where the service spoke, the code is the name of its exception
 * ({@link ServiceErrorName} in `contract/errors.ts`). Scripts read these: the list only grows.
 */
export const OWN_ERROR_CODES = [
  'Internal',
  'Usage',
  'InvalidInput',
  'CheckFailed',
  'AnswerRequired',
  'Declined',
  'NotSignedIn',
  'NotAllowed',
  'NotFound',
  'AlreadyExists',
  'WrongState',
  'Busy',
  'Throttled',
  'Unreachable',
  'RetiredService',
  'UnsupportedByBackend',
  'WaitTimedOut',
  'StateUnreachable',
  'PartialFailure',
  'UnknownCommand',
  'Interrupted',
] as const;

export type OwnErrorCode = (typeof OWN_ERROR_CODES)[number];

export interface ErrorOptions {
  /** What the person can do about it, as one sentence. */
  readonly hint?: string;
  /** Facts a script may want, JSON-safe. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error that has been understood: what is wrong, with the value, and what to do about it. */
export class WorklinkError<Code extends string = string> extends Error {
  override readonly name = 'WorklinkError';
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly code: Code,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** Makes an error with one of worklink's own codes. */
export function ownError(
  code: OwnErrorCode,
  message: string,
  options: ErrorOptions = {},
): WorklinkError<OwnErrorCode> {
  return new WorklinkError(code, message, options);
}
