import { MAX_QUERY_PARAMETERS, MAX_TARGET_BYTES } from './limits.js';
import { normalizeEncoding } from './percent-encoding.js';
import { Refusal, shown, unreadable } from './refusal.js';

/** One `name=value` of a query, both in canonical percent-encoding. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

export interface RequestTarget {
  /** The path as sent, still encoded. */
  readonly path: string;
  /** The query's parameters in the order sent, duplicates kept. */
  readonly query: readonly QueryParameter[];
}

/** No white space, no control characters, one character per byte: nothing else can stand in a request line. */
const TARGET = /^\/[\x21-\x7e\x80-\xff]*$/;

/**
 * Takes a request target in origin form (RFC 9112 §3.2.1) apart. The absolute form is refused: it brings a second host.
 * A parameter without `=` has the empty value; an empty piece between two `&` is a parameter without a name.
 */
export function parseTarget(target: string): RequestTarget | Refusal {
  if (target.length > MAX_TARGET_BYTES) {
    return unreadable(`The request target is longer than ${MAX_TARGET_BYTES} bytes.`);
  }
  if (!TARGET.test(target)) {
    return unreadable(`The request target ${shown(target)} is not a path, with or without a query.`);
  }
  const mark = target.indexOf('?');
  if (mark === -1) {
    return { path: target, query: [] };
  }
  const query = parseQuery(target.slice(mark + 1));
  return query instanceof Refusal ? query : { path: target.slice(0, mark), query };
}

function parseQuery(text: string): QueryParameter[] | Refusal {
  if (text === '') {
    return [];
  }
  // One more than allowed is enough to know that there are too many.
  const pieces = text.split('&', MAX_QUERY_PARAMETERS + 1);
  if (pieces.length > MAX_QUERY_PARAMETERS) {
    return unreadable(`The query has more than ${MAX_QUERY_PARAMETERS} parameters.`);
  }
  const parameters: QueryParameter[] = [];
  for (const piece of pieces) {
    const equals = piece.indexOf('=');
    const name = normalizeEncoding(equals === -1 ? piece : piece.slice(0, equals));
    const value = normalizeEncoding(equals === -1 ? '' : piece.slice(equals + 1));
    if (name === undefined || value === undefined) {
      return unreadable(`The query parameter ${shown(piece)} is not percent-encoded correctly.`);
    }
    parameters.push({ name, value });
  }
  return parameters;
}
