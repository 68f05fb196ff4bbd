import { WorklinkError } from '../errors.js';

/** The service's exceptions with their HTTP status (service model). */
export const SERVICE_ERRORS = {
  InvalidRequestException: 400,
  ResourceAlreadyExistsException: 400,
  UnauthorizedException: 403,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
  InternalServerErrorException: 500,
} as const;

export type ServiceErrorName = keyof typeof SERVICE_ERRORS;

/** Whether a name, as read from a client's exception or a fault's settings, is one of the service's exceptions. */
export function isServiceErrorName(name: string): name is ServiceErrorName {
  return Object.hasOwn(SERVICE_ERRORS, name);
}

/** An error as the service answers it: one of its own exceptions. */
export class ServiceError extends WorklinkError<ServiceErrorName> {
  /** The HTTP status that goes with the exception. */
  get status(): number {
    return SERVICE_ERRORS[this.code];
  }
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}
export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message);
}
export function alreadyExists(message: string): ServiceError {
  return new ServiceError('ResourceAlreadyExistsException', message);
}
export function unauthorized(message: string): ServiceError {
  return new ServiceError('UnauthorizedException', message);
}
