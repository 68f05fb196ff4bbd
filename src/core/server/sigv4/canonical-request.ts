import { type HeaderFields, trimAll } from './header-fields.js';
import { encodeBytes } from './percent-encoding.js';
import { type QueryParameter, type RequestTarget } from './request-target.js';

interface CanonicalParts {
  readonly method: string;
  readonly target: RequestTarget;
  readonly headers: HeaderFields;
  /** Lower-case, sorted, each of them among `headers`. */
  readonly signedHeaders: readonly string[];
  /** SHA-256 of the body, lower-case hexadecimal. */
  readonly payloadHash: string;
}

/** The one parameter a presigned URL's signature cannot cover. */
const SIGNATURE_PARAMETER = 'X-Amz-Signature';

/**
 * The canonical request of Signature Version 4, for every service but S3 ("Create a signed AWS API request", step 1).
 * A header sent several times has its values joined in the order sent.
 * @returns text with one character per byte
 */
export function canonicalRequest(parts: CanonicalParts): string {
  return [
    parts.method,
    canonicalPath(parts.target.path),
    canonicalQuery(parts.target.query),
    ...parts.signedHeaders.map((name) => `${name}:${(parts.headers.get(name) ?? []).map(trimAll).join(',')}`),
    '',
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

/**
 * Empty and dot segments resolved, then each segment of the path as sent encoded once more.
 * A trailing slash stays, unless no segment is left in front of it.
 */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') {
      segments.pop();
    } else if (segment !== '' && segment !== '.') {
      segments.push(encodeBytes(segment));
    }
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

/** The parameters sorted by name, then value, by their encoded bytes. */
function canonicalQuery(query: readonly QueryParameter[]): string {
  return query
    .filter(({ name }) => name !== SIGNATURE_PARAMETER)
    .sort((left, right) => compare(left.name, right.name) || compare(left.value, right.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
