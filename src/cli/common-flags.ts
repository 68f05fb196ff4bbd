import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type WaitOptions } from '../core/admin/wait.js';
import { parseDuration } from './duration.js';
import { type Host } from './host.js';

/** No page of the service is larger than a request can say (service model: a 32-bit integer). */
const LARGEST_COUNT = 2 ** 31 - 1;

/** A duration, in milliseconds once read. */
export const durationFlag = Flags.custom<number>({
  helpValue: 'DURATION',
  parse: (text) => {
    const milliseconds = parseDuration(text);
    if (milliseconds === undefined)
      throw ownError('Usage', `${quote(text)} is not a duration, such as 30s, 5m or 1h30m.`);
    return Promise.resolve(milliseconds);
  },
});

/** The fleet a command works in, for topics whose own subject is something else. */
export const fleetFlag = {
  fleet: Flags.string({ char: 'f', summary: 'Fleet, by name or ARN.', helpValue: 'FLEET' }),
};

/** Flags of verbs whose effect comes later. */
export const waitFlags = {
  wait: Flags.boolean({ summary: 'Wait until it is done.' }),
  timeout: durationFlag({
    summary: 'How long to wait at most.',
    default: 600_000,
    defaultHelp: () => Promise.resolve('10m'),
  }),
  interval: durationFlag({
    summary: 'How long between two looks.',
    default: 1000,
    defaultHelp: () => Promise.resolve('1s'),
  }),
};

/** Flags of every list, those the service does not page among them. {@link BaseCommand} does what they say. */
export const watchFlags = {
  watch: Flags.boolean({
    char: 'w',
    summary: 'Look again and again, until Ctrl-C; off a terminal, write each change.',
  }),
  interval: durationFlag({
    summary: 'How long between two looks of --watch.',
    default: 2000,
    defaultHelp: () => Promise.resolve('2s'),
  }),
};

/** Flags of lists. */
export const listFlags = {
  'max-items': Flags.integer({
    summary: 'List this many at most.',
    helpValue: 'COUNT',
    min: 1,
    max: LARGEST_COUNT,
  }),
  'page-size': Flags.integer({
    summary: 'Ask the service for this many at a time.',
    helpValue: 'COUNT',
    min: 1,
    max: LARGEST_COUNT,
  }),
  'starting-token': Flags.string({
    summary: 'Go on where a list cut by --max-items ended: its last line on stderr says where.',
    helpValue: 'TOKEN',
  }),
  ...watchFlags,
};

/** Flag of everything that changes something. */
export const dryRunFlag = {
  'dry-run': Flags.boolean({ summary: 'Check everything, say what would be done, change nothing.' }),
};

/** Flag of what cannot be taken back. */
export const yesFlag = { yes: Flags.boolean({ char: 'y', summary: 'Do it without asking.' }) };

/** Flag of what gives a thing its tags. */
export const tagFlag = {
  tag: Flags.string({ summary: 'Tag to give it. Repeat for more.', helpValue: 'KEY=VALUE', multiple: true }),
};

/**
 * Reads tags written `key=value`. A value may hold further equal signs, or be empty; in a key an equal sign, which the
 * service admits, is written `\=`.
 *
 * @param what the flag or argument they come from, for messages
 * @throws WorklinkError `Usage` for what is not of that form and for a key given twice
 */
export function parseTags(pairs: readonly string[], what: string): Readonly<Record<string, string>> {
  const tags = new Map<string, string>();
  for (const pair of pairs) {
    const equals = pair.search(/(?<!\\)=/);
    if (equals < 1)
      throw ownError('Usage', `${what} ${quote(pair)} is not a tag.`, { hint: 'Write it KEY=VALUE.' });
    const key = pair.slice(0, equals).replaceAll('\\=', '=');
    if (tags.has(key))
      throw ownError('Usage', `${what} gives the tag ${quote(key)} twice.`, { hint: 'Give it once.' });
    tags.set(key, pair.slice(equals + 1));
  }
  return Object.fromEntries(tags);
}

/** The wait flags as a waiter takes them. */
export function waitOptions(
  flags: { readonly timeout: number; readonly interval: number },
  host: Host,
): WaitOptions {
  return { timer: host.timer, timeoutMs: flags.timeout, intervalMs: flags.interval, signal: host.signal };
}

/** As {@link waitOptions}, the time being counted from now for all that is waited for one after the other. */
export function sharedWait(flags: Parameters<typeof waitOptions>[0], host: Host): () => WaitOptions {
  const deadline = host.timer.now().getTime() + flags.timeout;
  return () => waitOptions({ ...flags, timeout: Math.max(0, deadline - host.timer.now().getTime()) }, host);
}
