import { parseMoment } from '../model/moment.js';
import { quote } from '../text.js';

/** Whether a user was shown what was asked for. */
export type AccessOutcome = 'ALLOWED' | 'REFUSED';

/**
 * One access of a user to content. What it tells is the guide's (Configure your Audit Log Stream): who, which content,
 * when, from which device. Its form is ours, for the service's is not known: docs/audit-record.md.
 */
export interface AuditRecord {
  readonly eventTime: Date;
  readonly username: string;
  /** The content: without credentials, query and fragment, which may be secrets. */
  readonly url: string;
  readonly domainName: string;
  readonly deviceId: string;
  readonly outcome: AccessOutcome;
  /** Why it was refused, as the user was told. */
  readonly reason?: string;
  readonly fleetArn?: string;
  readonly deviceModel?: string;
  readonly deviceManufacturer?: string;
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
}

/** A line of a stream: a record, or what is wrong with it. */
export type AuditLine =
  | { readonly line: number; readonly record: AuditRecord }
  | { readonly line: number; readonly problem: string };

/** The version of the format. Members may be added to it: readers leave alone what they do not know. */
const VERSION = 1;
/** The most that a line may have, in bytes, and a text in it, in characters. */
export const MAX_LINE_BYTES = 64 * 1024;
const MAX_TEXT = 8_192;
const OUTCOMES: readonly AccessOutcome[] = ['ALLOWED', 'REFUSED'];
export const NEWLINE = 0x0a;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const OPTIONAL = [
  'reason',
  'fleetArn',
  'deviceModel',
  'deviceManufacturer',
  'operatingSystem',
  'operatingSystemVersion',
] as const;

/** A record as it goes into a stream: one line of JSON with its end, for what gathers records joins them as they are. */
export function writeAuditRecord(record: AuditRecord): Uint8Array {
  const { eventTime, ...members } = record;
  const line = JSON.stringify({ eventVersion: VERSION, eventTime: eventTime.toISOString(), ...members });
  return new TextEncoder().encode(`${line}\n`);
}

/**
 * Reads what a stream holds: a record of it, or a file of many. Empty lines are nothing.
 *
 * @param data nothing is assumed of it
 * @returns each line, with its number from 1
 */
export function* readAuditRecords(data: Uint8Array): Generator<AuditLine, void, undefined> {
  let start = 0;
  for (let line = 1; start < data.length; line += 1) {
    const found = data.indexOf(NEWLINE, start);
    const end = found < 0 ? data.length : found;
    const read = readLine(data.subarray(start, end));
    if (read !== undefined) yield { line, ...read };
    start = end + 1;
  }
}

/** What a line is, without its number. */
export type ReadLine = { readonly record: AuditRecord } | { readonly problem: string };

/** Reads one line, without its end. @returns nothing where it is empty */
export function readLine(bytes: Uint8Array): ReadLine | undefined {
  if (bytes.length > MAX_LINE_BYTES) {
    return {
      problem: `has ${String(bytes.length)} bytes, and a record has at most ${String(MAX_LINE_BYTES)}`,
    };
  }
  let text: string;
  try {
    text = UTF_8.decode(bytes);
  } catch {
    return { problem: 'is not UTF-8 text' };
  }
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'is not a JSON object' };
  }
  return readMembers(value as Readonly<Record<string, unknown>>); // an object, as has just been seen
}

function readMembers(members: Readonly<Record<string, unknown>>): ReadLine {
  const texts = new Map<string, string>();
  for (const name of ['eventTime', 'username', 'url', 'domainName', 'deviceId', 'outcome', ...OPTIONAL]) {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') return { problem: `has a ${name} that is no text` };
    if (value.length > MAX_TEXT) {
      return { problem: `has a ${name} of more than ${String(MAX_TEXT)} characters` };
    }
    texts.set(name, value);
  }
  const missing = ['eventTime', 'username', 'url', 'deviceId'].find((name) => !texts.get(name));
  if (missing !== undefined) return { problem: `has no ${missing}` };
  const text = (name: string): string => texts.get(name) ?? '';
  const eventTime = parseMoment(text('eventTime'));
  if (eventTime === undefined) {
    return { problem: `has the eventTime ${quote(text('eventTime'))}, which is no ISO 8601 time` };
  }
  const domainName = texts.get('domainName') ?? hostOf(text('url'));
  if (domainName === undefined) return { problem: `has the url ${quote(text('url'))}, which is none` };
  // Whoever writes no outcome writes what was accessed.
  const outcome = OUTCOMES.find((one) => one === (texts.get('outcome') ?? 'ALLOWED'));
  if (outcome === undefined) {
    return {
      problem: `has the outcome ${quote(text('outcome'))}, and it is one of ${OUTCOMES.join(', ')}`,
    };
  }
  const record: AuditRecord = {
    eventTime,
    username: text('username'),
    url: text('url'),
    domainName,
    deviceId: text('deviceId'),
    outcome,
    ...Object.fromEntries([...texts].filter(([name]) => OPTIONAL.some((optional) => optional === name))),
  };
  return { record };
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
