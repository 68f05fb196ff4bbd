import { type OwnErrorCode } from '../../errors.js';
import { type ServiceId } from './settings.js';

type Codes = Readonly<Record<string, OwnErrorCode>>;

/** What any AWS service may answer (the services' API references, Common Errors; EC2 API Reference, Error codes). */
const COMMON: Codes = {
  AuthFailure: 'NotSignedIn',
  ExpiredToken: 'NotSignedIn',
  ExpiredTokenException: 'NotSignedIn',
  IncompleteSignature: 'NotSignedIn',
  IncompleteSignatureException: 'NotSignedIn',
  InvalidAccessKeyId: 'NotSignedIn',
  InvalidClientTokenId: 'NotSignedIn',
  InvalidSignatureException: 'NotSignedIn',
  InvalidToken: 'NotSignedIn',
  MissingAuthenticationToken: 'NotSignedIn',
  MissingAuthenticationTokenException: 'NotSignedIn',
  RequestExpired: 'NotSignedIn',
  SignatureDoesNotMatch: 'NotSignedIn',
  UnrecognizedClientException: 'NotSignedIn',

  AccessDenied: 'NotAllowed',
  AccessDeniedException: 'NotAllowed',
  NotAuthorized: 'NotAllowed',
  OptInRequired: 'NotAllowed',
  UnauthorizedOperation: 'NotAllowed',

  RequestLimitExceeded: 'Throttled',
  RequestThrottled: 'Throttled',
  RequestThrottledException: 'Throttled',
  SlowDown: 'Throttled',
  Throttling: 'Throttled',
  ThrottlingException: 'Throttled',
  TooManyRequestsException: 'Throttled',

  InvalidAction: 'InvalidInput',
  InvalidInput: 'InvalidInput',
  InvalidParameterCombination: 'InvalidInput',
  InvalidParameterValue: 'InvalidInput',
  MissingParameter: 'InvalidInput',
  SerializationException: 'InvalidInput',
  UnknownOperationException: 'UnsupportedByBackend',
  ValidationError: 'InvalidInput',
  ValidationException: 'InvalidInput',

  InternalFailure: 'Unreachable',
  InternalServerError: 'Unreachable',
  ServiceUnavailable: 'Unreachable',
  ServiceUnavailableException: 'Unreachable',
};

/** What one service answers, or what it means by a name that others use otherwise. */
const BY_SERVICE: Partial<Record<ServiceId, Codes>> = {
  ACM: {
    ConflictException: 'WrongState',
    InvalidArnException: 'InvalidInput',
    InvalidStateException: 'WrongState',
    // The number of certificates, not of calls.
    LimitExceededException: 'WrongState',
    RequestInProgressException: 'WrongState',
    ResourceInUseException: 'WrongState',
    ResourceNotFoundException: 'NotFound',
  },
  Kinesis: {
    ExpiredNextTokenException: 'WrongState',
    LimitExceededException: 'Throttled',
    ProvisionedThroughputExceededException: 'Throttled',
    ResourceInUseException: 'WrongState',
    ResourceNotFoundException: 'NotFound',
  },
  IAM: {
    DeleteConflict: 'WrongState',
    LimitExceeded: 'WrongState',
    NoSuchEntity: 'NotFound',
    NoSuchEntityException: 'NotFound',
    UnmodifiableEntity: 'WrongState',
  },
};

/**
 * What an exception means here.
 *
 * @param exception its name as the service gave it
 * @param status the HTTP status it came with: what counts where the name is not known
 */
export function codeOf(service: ServiceId, exception: string, status?: number): OwnErrorCode {
  return (
    find(BY_SERVICE[service], exception) ?? find(COMMON, exception) ?? bySuffix(exception) ?? byStatus(status)
  );
}

function find(codes: Codes | undefined, exception: string): OwnErrorCode | undefined {
  return codes !== undefined && Object.hasOwn(codes, exception) ? codes[exception] : undefined;
}

/** EC2 has a code for each kind of thing: `InvalidVpcID.NotFound`, `InvalidSubnetID.Malformed`. */
function bySuffix(exception: string): OwnErrorCode | undefined {
  if (exception.endsWith('.NotFound')) return 'NotFound';
  return exception.endsWith('.Malformed') ? 'InvalidInput' : undefined;
}

function byStatus(status: number | undefined): OwnErrorCode {
  switch (status) {
    case 401:
      return 'NotSignedIn';
    case 403:
      return 'NotAllowed';
    case 404:
      return 'NotFound';
    case 409:
      return 'WrongState';
    case 429:
      return 'Throttled';
    case undefined:
    default:
      return status !== undefined && status >= 400 && status < 500 ? 'InvalidInput' : 'Unreachable';
  }
}
