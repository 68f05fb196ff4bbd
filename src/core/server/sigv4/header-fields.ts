import { MAX_HEADER_BYTES, MAX_HEADER_FIELDS } from './limits.js';
import { type Refusal, shown, unreadable } from './refusal.js';

/** Header values in the order sent, by lower-case name. */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

/** RFC 9110 §5.1: a header name is a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9110 §5.5. A line break here would let a client write lines of the canonical request itself. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Headers whose meaning a second one would make doubtful: a proxy, node and this check could each believe another.
 */
const SINGLE_VALUED: ReadonlySet<string> = new Set([
  'host',
  'authorization',
  'date',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
]);

/** Groups raw headers by name, and refuses what is no header, too much, or there twice where once is the rule. */
export function parseHeaders(rawHeaders: readonly string[]): HeaderFields | Refusal {
  if (rawHeaders.length > 2 * MAX_HEADER_FIELDS) {
    return unreadable(`The request has more than ${MAX_HEADER_FIELDS} headers.`);
  }
  if (rawHeaders.length % 2 !== 0) {
    return unreadable("The request's last header has no value.");
  }
  const fields = new Map<string, string[]>();
  let bytes = 0;
  let rawName = '';
  for (const [index, text] of rawHeaders.entries()) {
    bytes += text.length;
    if (bytes > MAX_HEADER_BYTES) {
      return unreadable(`The request's headers are longer than ${MAX_HEADER_BYTES} bytes.`);
    }
    if (index % 2 === 0) {
      rawName = text;
      continue;
    }
    const fault = addField(fields, rawName, text);
    if (fault !== undefined) {
      return fault;
    }
  }
  return fields;
}

function addField(fields: Map<string, string[]>, rawName: string, value: string): Refusal | undefined {
  if (!TOKEN.test(rawName) || !FIELD_VALUE.test(value)) {
    return unreadable(`The request's header ${shown(rawName)} is not well-formed.`);
  }
  const name = rawName.toLowerCase();
  const values = fields.get(name);
  if (values === undefined) {
    fields.set(name, [value]);
  } else if (SINGLE_VALUED.has(name)) {
    return unreadable(`The request has more than one ${shown(name)} header.`);
  } else {
    values.push(value);
  }
  return undefined;
}

/**
 * A value without white space around it and with single spaces inside. Two passes, since looking for trailing
 * white space in one takes quadratic time on long runs of it.
 */
export function trimAll(value: string): string {
  return value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '');
}

/** The value of a header that comes once, trimmed; `undefined` where it is not there. */
export function singleValue(headers: HeaderFields, name: string): string | undefined {
  const value = headers.get(name)?.[0];
  return value === undefined ? undefined : trimAll(value);
}
