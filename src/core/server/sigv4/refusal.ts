import { type VerificationFailure } from './types.js';

/** Why a request is refused. A class, so that a step's result tells itself apart from what it would have found. */
export class Refusal {
  constructor(readonly failure: VerificationFailure) {}
}

/** Longest piece of a client's own text that a message repeats, in characters. */
const MAX_SHOWN_LENGTH = 64;

/** Quotes a client's value for a message: printable ASCII only, and cut, since it is a stranger's. */
export function shown(value: string): string {
  const start = value.slice(0, MAX_SHOWN_LENGTH).replace(/[^\x20-\x7e]/g, '?');
  return value.length > MAX_SHOWN_LENGTH ? `'${start}…'` : `'${start}'`;
}

/** The request carries no signature at all. */
export function missingToken(): Refusal {
  return new Refusal({
    errorType: 'MissingAuthenticationTokenException',
    status: 403,
    message: 'Missing Authentication Token',
  });
}

/** The signature lacks a part, or a part cannot be read. */
export function incomplete(message: string): Refusal {
  return new Refusal({ errorType: 'IncompleteSignatureException', status: 403, message });
}

/** The request is too large, or not well-formed HTTP, so that no signature over it can be worked out. */
export function unreadable(message: string): Refusal {
  return new Refusal({ errorType: 'IncompleteSignatureException', status: 400, message });
}

/** The signature can be read, and does not hold. */
export function invalid(message: string): Refusal {
  return new Refusal({ errorType: 'InvalidSignatureException', status: 403, message });
}

/** The signature is not the one the secret key gives. */
export function mismatch(): Refusal {
  return invalid(
    'The request signature we calculated does not match the signature you provided. ' +
      'Check the secret access key, and that what was sent is what was signed.',
  );
}

/** Nobody holds the access key, or its session token is another one. */
export function unrecognized(): Refusal {
  return new Refusal({
    errorType: 'UnrecognizedClientException',
    status: 403,
    message: 'The security token included in the request is invalid.',
  });
}
