import { ALGORITHM, type Claim, parseClaimTexts } from './claim.js';
import { MAX_EXPIRES_SECONDS } from './limits.js';
import { decodeUtf8 } from './percent-encoding.js';
import { incomplete, Refusal, shown } from './refusal.js';
import { type QueryParameter } from './request-target.js';
import { parseBasicFormat } from './timestamp.js';

const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
] as const;

const SECURITY_TOKEN = 'X-Amz-Security-Token';

/** Any of these, in any case, shows that the sender meant the query to carry a signature. */
const TELLING = new Set(['x-amz-algorithm', 'x-amz-credential', 'x-amz-signature']);

const EXPIRES = /^[1-9]\d{0,5}$/;

/** Whether the query means to carry a signature, complete or not. */
export function isPresigned(query: readonly QueryParameter[]): boolean {
  return query.some(({ name }) => TELLING.has(name.toLowerCase()));
}

/** Reads the signature of a presigned URL ("Authentication methods: query parameters"). */
export function claimFromQuery(query: readonly QueryParameter[]): Claim | Refusal {
  const parameters = collect(query);
  if (parameters instanceof Refusal) {
    return parameters;
  }
  const value = (name: string): string => parameters.get(name) ?? '';
  const missing = REQUIRED.filter((name) => value(name) === '');
  if (missing.length > 0) {
    return incomplete(`The query lacks ${missing.join(', ')}.`);
  }
  if (value('X-Amz-Algorithm') !== ALGORITHM) {
    return incomplete(`The X-Amz-Algorithm ${shown(value('X-Amz-Algorithm'))} is not ${ALGORITHM}.`);
  }
  const expires = value('X-Amz-Expires');
  const seconds = EXPIRES.test(expires) ? Number(expires) : Number.POSITIVE_INFINITY;
  if (seconds > MAX_EXPIRES_SECONDS) {
    return incomplete(
      `The X-Amz-Expires ${shown(expires)} is not a number of seconds from 1 to ${MAX_EXPIRES_SECONDS}.`,
    );
  }
  const signed = parseBasicFormat(value('X-Amz-Date'));
  if (signed === undefined) {
    return incomplete(
      `The X-Amz-Date ${shown(value('X-Amz-Date'))} is not a date in ISO 8601 basic format, as 20150830T123600Z.`,
    );
  }
  const parts = parseClaimTexts({
    credential: value('X-Amz-Credential'),
    signedHeaders: value('X-Amz-SignedHeaders'),
    signature: value('X-Amz-Signature'),
  });
  if (parts instanceof Refusal) {
    return parts;
  }
  return {
    form: 'query',
    ...parts,
    signed,
    lifetimeMs: seconds * 1000,
    sessionToken: parameters.get(SECURITY_TOKEN),
  };
}

/** The parameters that make up the signature, decoded; one that comes twice would leave open which is meant. */
function collect(query: readonly QueryParameter[]): ReadonlyMap<string, string> | Refusal {
  const names: ReadonlySet<string> = new Set([...REQUIRED, SECURITY_TOKEN]);
  const parameters = new Map<string, string>();
  for (const { name, value } of query) {
    if (!names.has(name)) {
      continue;
    }
    const decoded = decodeUtf8(value);
    if (decoded === undefined || parameters.has(name)) {
      return incomplete(`The query parameter ${name} comes more than once, or is not UTF-8.`);
    }
    parameters.set(name, decoded);
  }
  return parameters;
}
