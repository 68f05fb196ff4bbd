import { invalid, type Refusal } from './refusal.js';

/** A moment of whole seconds, in both spellings a signature needs. */
export interface Timestamp {
  /** ISO 8601 basic format, UTC: `20150830T123600Z`. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly epochMs: number;
}

const BASIC_FORMAT = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** RFC 9110 §5.6.7 (IMF-fixdate); and RFC 5322 §3.3 in UTC, as Python's `email.utils.formatdate` spells it. */
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|[+-]0000)$/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Reads `YYYYMMDDTHHMMSSZ`; `undefined` where the text is another format or names a moment that never was. */
export function parseBasicFormat(text: string): Timestamp | undefined {
  const match = BASIC_FORMAT.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match;
  const epochMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Written back, a 30th of February or a 24th hour comes out as another moment.
  return Number.isNaN(epochMs) || basicFormat(epochMs) !== text ? undefined : { text, epochMs };
}

/** Reads the `Date` header that stands in for `x-amz-date`: an HTTP date, or the basic format. */
export function parseDateHeader(text: string): Timestamp | undefined {
  const match = HTTP_DATE.exec(text);
  if (match === null) {
    return parseBasicFormat(text);
  }
  const [, day = '', month = '', year = '', hour = '', minute = '', second = ''] = match;
  const monthNumber = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
  return parseBasicFormat(`${year}${monthNumber}${day.padStart(2, '0')}T${hour}${minute}${second}Z`);
}

/**
 * Judges whether a signature is of now.
 * @param lifetimeMs how long a presigned URL is good, in milliseconds; `undefined` for a signature in a header
 * @param skewMs how far the client's clock may be off, in milliseconds. A URL's end is not stretched by it
 */
export function checkFreshness(
  signed: Timestamp,
  lifetimeMs: number | undefined,
  now: Date,
  skewMs: number,
): Refusal | undefined {
  // Signatures are dated to the second, so fractions of one decide nothing.
  const nowMs = Math.floor(now.getTime() / 1000) * 1000;
  const skew = `${skewMs / 60_000} min.`;
  if (!(signed.epochMs - skewMs <= nowMs)) {
    return invalid(
      `Signature not yet current: ${signed.text} is still later than ${basicFormat(nowMs + skewMs)} (${basicFormat(nowMs)} + ${skew})`,
    );
  }
  if (lifetimeMs === undefined) {
    return signed.epochMs + skewMs >= nowMs
      ? undefined
      : invalid(
          `Signature expired: ${signed.text} is now earlier than ${basicFormat(nowMs - skewMs)} (${basicFormat(nowMs)} - ${skew})`,
        );
  }
  const end = signed.epochMs + lifetimeMs;
  return end >= nowMs
    ? undefined
    : invalid(
        `Signature expired: ${basicFormat(end)}, the end of the URL, is now earlier than ${basicFormat(nowMs)}`,
      );
}

function basicFormat(epochMs: number): string {
  return new Date(epochMs)
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z')
    .replace(/[-:]/g, '');
}
