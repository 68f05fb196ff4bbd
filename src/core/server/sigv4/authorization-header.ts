import { ALGORITHM, type Claim, parseClaimTexts } from './claim.js';
import { type HeaderFields, singleValue } from './header-fields.js';
import { incomplete, Refusal, shown } from './refusal.js';
import { parseBasicFormat, parseDateHeader, type Timestamp } from './timestamp.js';

const PARAMETERS = ['Credential', 'SignedHeaders', 'Signature'] as const;

/**
 * Reads a signature from the `Authorization` header ("Authentication methods: HTTP authorization header").
 * Messages name parts of the header, never repeat it: it may hold another scheme's password.
 */
export function claimFromHeader(headers: HeaderFields, authorization: string): Claim | Refusal {
  const parameters = parseParameters(authorization);
  if (parameters instanceof Refusal) {
    return parameters;
  }
  const value = (name: (typeof PARAMETERS)[number]): string => parameters.get(name) ?? '';
  const missing = PARAMETERS.filter((name) => value(name) === '');
  if (missing.length > 0) {
    return incomplete(`The Authorization header lacks ${missing.join(', ')}.`);
  }
  const parts = parseClaimTexts({
    credential: value('Credential'),
    signedHeaders: value('SignedHeaders'),
    signature: value('Signature'),
  });
  if (parts instanceof Refusal) {
    return parts;
  }
  const signed = signedAt(headers);
  if (signed instanceof Refusal) {
    return signed;
  }
  const sessionToken = singleValue(headers, 'x-amz-security-token');
  return { form: 'header', ...parts, signed, lifetimeMs: undefined, sessionToken };
}

/** Clients separate the parameters by a comma, a space, or both; their order is free. */
function parseParameters(authorization: string): ReadonlyMap<string, string> | Refusal {
  const [scheme = '', ...pieces] = authorization.split(/[ \t,]+/);
  if (scheme !== ALGORITHM) {
    return incomplete(`The Authorization header does not begin with the algorithm ${ALGORITHM}.`);
  }
  const parameters = new Map<string, string>();
  for (const piece of pieces) {
    if (piece === '') {
      continue;
    }
    const equals = piece.indexOf('=');
    const name = PARAMETERS.find((known) => known === piece.slice(0, Math.max(equals, 0)));
    if (name === undefined || parameters.has(name)) {
      return incomplete(
        `The Authorization header is not made of ${PARAMETERS.join(', ')}, each as name=value, once.`,
      );
    }
    parameters.set(name, piece.slice(equals + 1));
  }
  return parameters;
}

function signedAt(headers: HeaderFields): Timestamp | Refusal {
  const amzDate = singleValue(headers, 'x-amz-date');
  if (amzDate !== undefined) {
    return (
      parseBasicFormat(amzDate) ??
      incomplete(
        `The x-amz-date ${shown(amzDate)} is not a date in ISO 8601 basic format, as 20150830T123600Z.`,
      )
    );
  }
  const date = singleValue(headers, 'date');
  if (date === undefined) {
    return incomplete('The request is signed, and carries neither an x-amz-date nor a Date header.');
  }
  return parseDateHeader(date) ?? incomplete(`The Date ${shown(date)} is not an HTTP date in UTC.`);
}
