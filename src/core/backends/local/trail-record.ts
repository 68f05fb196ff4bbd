import { definitionOf, type OperationName } from '../../contract/contract.js';
import { type ServiceError } from '../../contract/errors.js';
import { type Schema } from '../../contract/schema.js';
import { type Caller } from './caller.js';

/** The version whose fields the guide's example shows (guide, Understanding Amazon WorkLink Log File Entries). */
const EVENT_VERSION = '1.05';
/** A string of a request longer than this is recorded by its beginning: a trail is no store of documents. */
const MAX_STRING = 2_048;
/** CloudTrail User Guide, CloudTrail record contents: how long these fields are at most, in characters. */
const MAX_PARAMETERS = 100 * 1_024;
const MAX_USER_AGENT = 1_024;
const MAX_ERROR_MESSAGE = 1_024;
/** What CloudTrail puts in the place of a value that is nobody's business. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** A private key given in the place of a certificate, and what follows it. */
const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/i;

const BOUNDARY = '-----';
/** Members of which all, were they as long as can be, are within {@link MAX_PARAMETERS}. */
const FEW = 8;

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

/**
 * One call as a CloudTrail record, field by field as in the guide's example; refused calls have `errorCode` and
 * `errorMessage` besides.
 *
 * Of a request only the members the service knows are recorded, under the names the API has for them, as the guide's
 * example does. A private key that was sent by mistake is hidden.
 *
 * @param eventId of the record's own
 */
export function cloudTrailRecord(call: RecordedCall, eventId: string): Readonly<Record<string, unknown>> {
  const { operation, caller, now, requestId, outcome } = call;
  const { principal } = caller;
  const { access, input, output } = definitionOf(operation);
  const readOnly = access === 'Read' || access === 'List';
  return {
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
    userAgent: caller.userAgent.slice(0, MAX_USER_AGENT),
    ...('error' in outcome && {
      errorCode: outcome.error.code,
      errorMessage: withoutKey(outcome.error.message).slice(0, MAX_ERROR_MESSAGE),
    }),
    requestParameters: parameters(input, call.input),
    // "For actions that do not change state, this element is null" (CloudTrail record contents).
    responseElements: readOnly || 'error' in outcome ? null : parameters(output, outcome.output),
    requestID: requestId,
    eventID: eventId,
    readOnly,
    eventType: 'AwsApiCall',
    recipientAccountId: principal.accountId,
  };
}

/** A request's or response's members; null where there are none, and a mark in their place where they are too many. */
function parameters(schema: Schema, value: unknown): unknown {
  const known = recorded(schema, value);
  if (known === undefined || Object.keys(known).length === 0) return null;
  return isShort(known) || JSON.stringify(known).length <= MAX_PARAMETERS ? known : { omitted: true };
}

/** Whether so little is there that it cannot be too long: a recorded string's JSON is a bit above 12,000 characters at most. */
function isShort(known: object | string | number | boolean): boolean {
  const values: readonly unknown[] = Object.values(known);
  return values.length <= FEW && values.every((value) => typeof value !== 'object');
}

/** What of a value a schema knows; nothing of one that is of another kind. */
function recorded(schema: Schema, value: unknown): object | string | number | boolean | undefined {
  switch (schema.kind) {
    case 'string':
    case 'enum':
      return typeof value === 'string' ? text(value) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
    case 'list':
      return Array.isArray(value)
        ? value.map((element: unknown) => recorded(schema.member, element) ?? null)
        : undefined;
    case 'map':
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, one]) => [text(key), recorded(schema.value, one) ?? null]),
          )
        : undefined;
    case 'structure': {
      if (!isObject(value)) return undefined;
      const members: Record<string, unknown> = {};
      for (const name of Object.keys(schema.members)) {
        const member = schema.members[name];
        if (member === undefined || !Object.hasOwn(value, name)) continue;
        const one = recorded(member.schema, value[name]);
        if (one !== undefined) members[name] = one;
      }
      return members;
    }
  }
}

function text(value: string): string {
  if (value.includes(BOUNDARY) && PRIVATE_KEY.test(value)) return HIDDEN;
  return value.length > MAX_STRING
    ? `${value.slice(0, MAX_STRING)}… (${String(value.length)} characters)`
    : value;
}

/** A message that quotes a key is kept up to where the key begins. */
function withoutKey(message: string): string {
  const found = PRIVATE_KEY.exec(message);
  return found === null ? message : `${message.slice(0, found.index)}${HIDDEN}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
