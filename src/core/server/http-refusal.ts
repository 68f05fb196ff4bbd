import { ServiceError } from '../contract/errors.js';
import { WorklinkError } from '../errors.js';

/** How a request is refused over HTTP: what `x-amzn-ErrorType` and the body's `Message` say. */
export interface ErrorAnswer {
  readonly status: number;
  readonly errorType: string;
  readonly message: string;
}

/** A request refused before the service has looked at it: it was not one, or came from where none may come. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';

  constructor(
    readonly status: number,
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

/** The request's body is no JSON document an operation could read: the name AWS's front ends give it. */
export function unreadableBody(message: string): HttpRefusal {
  return new HttpRefusal(400, 'SerializationException', message);
}

/** The request line or a header cannot be read. */
export function badRequest(message: string): HttpRefusal {
  return new HttpRefusal(400, 'BadRequestException', message);
}

/** No operation of the service has this method and path. */
export function unknownOperation(message: string): HttpRefusal {
  return new HttpRefusal(404, 'UnknownOperationException', message);
}

/** The body is longer than the longest legal call. */
export function bodyTooLarge(limitBytes: number): HttpRefusal {
  return new HttpRefusal(
    413,
    'RequestEntityTooLargeException',
    `The request body is longer than ${limitBytes} bytes.`,
  );
}

/**
 * What an error looks like to a client. What was not foreseen becomes an InternalServerErrorException that tells nothing
 * of the inside: the log has the rest.
 */
export function answerTo(error: unknown): ErrorAnswer {
  if (error instanceof ServiceError) {
    return { status: error.status, errorType: error.code, message: error.message };
  }
  if (error instanceof HttpRefusal) {
    return { status: error.status, errorType: error.errorType, message: error.message };
  }
  return {
    status: 500,
    errorType: 'InternalServerErrorException',
    message:
      error instanceof WorklinkError
        ? error.message
        : 'The emulator failed in a way that was not foreseen. Its log names the cause under this request id.',
  };
}

/** Whether an error is the emulator's own trouble, to be explained in its log, rather than an answer of the service. */
export function isUnforeseen(error: unknown): boolean {
  return !(error instanceof ServiceError) && !(error instanceof HttpRefusal);
}
