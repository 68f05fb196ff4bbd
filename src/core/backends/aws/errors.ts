import { isServiceErrorName, ServiceError } from '../../contract/errors.js';
import { type OwnErrorCode, ownError, WorklinkError } from '../../errors.js';
import { quote } from '../../text.js';
import { codeOf } from './error-codes.js';
import { type ServiceId } from './settings.js';

/** What was asked when something went wrong. */
export interface Asked {
  readonly service: ServiceId;
  readonly region: string;
  /** Where it was asked, if not at AWS's own endpoint. */
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const CREDENTIAL_ERRORS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);
/** How deep causes are followed. */
const MAX_CAUSES = 8;

/**
 * Makes of anything that the SDK throws an error that is understood, by its code and never by its words:
 *
 * - an exception of WorkLink becomes a `ServiceError` of the same name;
 * - an exception of another service becomes `NotFound`, `WrongState`, `InvalidInput`, `NotAllowed`, `Throttled`…;
 * - missing, expired or refused credentials become `NotSignedIn`;
 * - a network that fails, and an endpoint that speaks another protocol, become `Unreachable`;
 * - a call that was aborted becomes the signal's reason.
 *
 * What is none of these is returned as it is: it is a bug, here or in the SDK.
 */
export function translate(error: unknown, asked: Asked): unknown {
  if (asked.signal?.aborted === true) return asked.signal.reason;
  if (error instanceof WorklinkError || !(error instanceof Error)) return error;
  if (CREDENTIAL_ERRORS.has(error.name)) return notSignedIn(error, asked);
  const network = networkFailure(error);
  if (network !== undefined) return unreachable(network, error, asked);
  if (isServiceException(error)) return fromService(error, asked);
  if (wasDeserializing(error)) return anotherProtocol(error, asked);
  return error;
}

/** The error of a call of WorkLink where nobody has said where it is. */
export function retiredService(): WorklinkError {
  return ownError(
    'RetiredService',
    'AWS retired Amazon WorkLink on 2022-04-19: there is no endpoint to call.',
    {
      hint:
        'Use --backend local, or give the endpoint of an emulator with --endpoint-url. ' +
        'Its successor is Amazon WorkSpaces Secure Browser.',
      details: { retiredOn: '2022-04-19', successor: 'Amazon WorkSpaces Secure Browser' },
    },
  );
}

interface ServiceException extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** The SDK marks what a service answered by whose fault it was. */
function isServiceException(error: Error): error is ServiceException {
  return (
    '$fault' in error &&
    '$metadata' in error &&
    typeof error.$metadata === 'object' &&
    error.$metadata !== null
  );
}

/** The SDK hangs the response on whatever is thrown while it reads one. */
function wasDeserializing(error: Error): boolean {
  return (
    '$response' in error ||
    ('$metadata' in error && (error instanceof SyntaxError || error instanceof TypeError))
  );
}

function fromService(error: ServiceException, asked: Asked): WorklinkError {
  const { name, $metadata } = error;
  const message = error.message === '' || error.message === 'UnknownError' ? undefined : error.message;
  const { httpStatusCode, requestId } = $metadata;
  const details = {
    service: asked.service,
    exception: name,
    ...(httpStatusCode !== undefined && { httpStatus: httpStatusCode }),
    ...(requestId !== undefined && { requestId }),
  };
  if (asked.service === 'WorkLink' && isServiceErrorName(name)) {
    return new ServiceError(name, message ?? `WorkLink answered ${name}.`, { cause: error, details });
  }
  const code = codeOf(asked.service, name, httpStatusCode);
  if (code === 'NotSignedIn') {
    return ownError(code, `${asked.service} refused the credentials: ${sentence(message ?? name)}`, {
      ...signInHint(asked),
      details,
      cause: error,
    });
  }
  const said = message === undefined ? `answered ${name}.` : `says: ${sentence(message)}`;
  const hint = HINTS[code];
  return ownError(code, `${asked.service} ${said}`, {
    ...(hint !== undefined && { hint }),
    details,
    cause: error,
  });
}

const HINTS: Partial<Record<OwnErrorCode, string>> = {
  NotAllowed: 'The policies of the one who asks do not allow it, or forbid it.',
  NotFound: 'List what there is, and mind the Region and the account.',
  InvalidInput: 'Change what the message names, and try again.',
  WrongState: 'Change what the message names, or wait for it, and try again.',
  Throttled: 'Wait a while, and try again.',
  Unreachable: 'The service failed. Wait a while, and try again.',
};

function notSignedIn(error: Error, asked: Asked): WorklinkError {
  return ownError(
    'NotSignedIn',
    `There are no credentials for ${asked.service}: ${sentence(error.message)}`,
    {
      ...signInHint(asked),
      cause: error,
    },
  );
}

function signInHint({ profile }: Asked): { hint: string } {
  const signIn = profile === undefined ? 'aws sso login' : `aws sso login --profile ${quote(profile)}`;
  return { hint: `Sign in, such as with ${signIn}; or name another profile with --profile.` };
}

/** Node's names for what goes wrong between two machines, and for certificates that cannot be trusted. */
const NETWORK_CODES = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);
const NETWORK_CODE_PREFIXES = [
  'CERT_',
  'DEPTH_ZERO_',
  'ERR_HTTP2_',
  'ERR_SSL_',
  'ERR_TLS_',
  'HPE_',
  'SELF_SIGNED_',
  'UNABLE_TO_',
];

interface NetworkFailure {
  readonly code: string;
  /** The host and port that failed, as far as they are known. */
  readonly host?: string;
}

function networkFailure(error: unknown, depth = 0): NetworkFailure | undefined {
  if (!(error instanceof Error) || depth > MAX_CAUSES) return undefined;
  const code = textIn(error, 'code');
  if (code !== undefined && isNetworkCode(code)) {
    const hostname = textIn(error, 'hostname') ?? textIn(error, 'host') ?? textIn(error, 'address');
    const port: unknown = 'port' in error ? error.port : undefined;
    const host = hostname === undefined ? undefined : hostAndPort(hostname, port);
    if (host !== undefined) return { code, host };
    // Where several addresses of a host were tried, each has its own error.
    const first = error instanceof AggregateError ? networkFailure(error.errors[0], depth + 1) : undefined;
    return first ?? { code };
  }
  if (error.name === 'TimeoutError') return { code: code ?? error.name };
  return networkFailure(error.cause, depth + 1);
}

function isNetworkCode(code: string): boolean {
  return NETWORK_CODES.has(code) || NETWORK_CODE_PREFIXES.some((prefix) => code.startsWith(prefix));
}

function hostAndPort(hostname: string, port: unknown): string {
  const name = hostname.includes(':') ? `[${hostname}]` : hostname;
  return typeof port === 'number' ? `${name}:${String(port)}` : name;
}

function textIn(error: Error, member: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(error, member)?.value;
  return typeof value === 'string' ? value : undefined;
}

function unreachable({ code, host }: NetworkFailure, error: Error, asked: Asked): WorklinkError {
  const where = host ?? placeOf(asked);
  return ownError('Unreachable', `${asked.service} cannot be reached at ${where} (${code}).`, {
    hint: `Check that ${asked.endpoint === undefined ? 'this machine reaches it' : 'the endpoint is the right one'}, and try again.`,
    details: { service: asked.service, address: where, cause: code },
    cause: error,
  });
}

function anotherProtocol(error: Error, asked: Asked): WorklinkError {
  const where = placeOf(asked);
  return ownError(
    'Unreachable',
    `What answers at ${where} does not speak the protocol of ${asked.service}.`,
    {
      hint: 'Check that the endpoint is the right one.',
      details: { service: asked.service, address: where },
      cause: error,
    },
  );
}

/** @throws nothing: an endpoint was checked when it was read */
function placeOf({ service, region, endpoint }: Asked): string {
  return endpoint === undefined ? `its endpoint for ${region}` : describeEndpoint(endpoint, service);
}

function describeEndpoint(endpoint: string, service: ServiceId): string {
  if (!URL.canParse(endpoint)) return `the endpoint of ${service}`;
  const { host, port, protocol } = new URL(endpoint);
  return port === '' ? `${host}:${protocol === 'https:' ? '443' : '80'}` : host;
}

function sentence(message: string): string {
  const trimmed = message.trim();
  return /[.?!]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
