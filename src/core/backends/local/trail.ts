import { type OperationName, definitionOf } from '../../contract/contract.js';
import { type ServiceError } from '../../contract/errors.js';
import { type Caller } from './caller.js';
import { type Random, uuid } from './identifiers.js';
import { type TrailStore } from './store/trail.js';

/** CloudTrail, record contents: the version whose fields the guide's example shows. */
const EVENT_VERSION = '1.05';
/** A string of a request longer than this is recorded by its beginning: a trail is no store of documents. */
const MAX_RECORDED_STRING = 2_048;

export interface RecordedCall {
  readonly operation: OperationName;
  /** What was sent, as it was sent. */
  readonly input: unknown;
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly requestId: string;
  /** What was answered: an output, or the error. */
  readonly outcome: { readonly output: unknown } | { readonly error: ServiceError };
}

/** Writes one call down as a CloudTrail event (guide, Understanding Amazon WorkLink Log File Entries). */
export function recordCall(trail: TrailStore, call: RecordedCall, random: Random): void {
  const { operation, caller, now, requestId, outcome } = call;
  const { principal } = caller;
  const access = definitionOf(operation).access;
  const readOnly = access === 'Read' || access === 'List';
  const record = {
    eventVersion: EVENT_VERSION,
    userIdentity: {
      type: 'IAMUser',
      principalId: principal.principalId,
      arn: principal.arn,
      accountId: principal.accountId,
      ...(principal.accessKeyId !== undefined && { accessKeyId: principal.accessKeyId }),
      userName: principal.name,
    },
    eventTime: new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    eventSource: 'worklink.amazonaws.com',
    eventName: operation,
    awsRegion: caller.region,
    sourceIPAddress: caller.sourceIp,
    userAgent: caller.userAgent,
    ...('error' in outcome && {
      errorCode: outcome.error.code,
      errorMessage: shorten(outcome.error.message),
    }),
    requestParameters: shorten(call.input),
    responseElements: readOnly || 'error' in outcome ? null : shorten(outcome.output),
    requestID: requestId,
    eventID: uuid(random),
    readOnly,
    eventType: 'AwsApiCall',
    recipientAccountId: principal.accountId,
  };
  trail.insert({ time: now, eventName: operation, record: JSON.stringify(record) });
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.length > MAX_RECORDED_STRING
      ? `${value.slice(0, MAX_RECORDED_STRING)}… (${String(value.length)} characters)`
      : value;
  }
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shorten(member)]));
  }
  return value ?? null;
}
