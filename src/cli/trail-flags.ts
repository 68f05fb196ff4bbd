import * as Flags from '@oclif/core/flags';
import { ownError } from '../core/errors.js';
import { parseMoment } from '../core/model/moment.js';
import { type TrailFilter } from '../core/model/trail-events.js';
import { quote } from '../core/text.js';
import { parseDuration } from './duration.js';
import { operationFlag } from './operation-flag.js';

/** A moment: said outright, or as how long ago it was. */
type Moment = { readonly at: Date } | { readonly agoMs: number };

const momentFlag = Flags.custom<Moment>({
  helpValue: 'TIME',
  parse: (text) => {
    const at = parseMoment(text);
    if (at !== undefined) return Promise.resolve({ at });
    // A bare number would be seconds, and is more likely a year.
    const agoMs = /^\d+$/.test(text) ? undefined : parseDuration(text);
    if (agoMs !== undefined) return Promise.resolve({ agoMs });
    return Promise.reject(
      ownError(
        'Usage',
        `${quote(text)} is neither a time with its zone, such as 2030-01-31T12:00:00Z, nor how long ago it was, such as 24h or 7d.`,
      ),
    );
  },
});

/** Which time events are wanted of. */
export const timeFlags = {
  from: momentFlag({ summary: 'From then on: a time as ISO 8601 says it, or how long ago it was.' }),
  to: momentFlag({ summary: 'Up to then, likewise.' }),
};

/** Which events are wanted. */
export const trailFlags = {
  operation: operationFlag({ summary: 'Calls of this operation. Repeat for more.', multiple: true }),
  principal: Flags.string({
    summary: 'Calls of somebody, by user name, ARN, access key ID or principal ID.',
    helpValue: 'WHO',
  }),
  ...timeFlags,
  resource: Flags.string({
    summary: 'Calls about a fleet (name or ARN), a domain, a certificate, a device or the like.',
    helpValue: 'WHAT',
  }),
  'read-only': Flags.boolean({ summary: 'Calls that only read.', exclusive: ['write-only'] }),
  'write-only': Flags.boolean({ summary: 'Calls that change something.', exclusive: ['read-only'] }),
  error: Flags.boolean({ summary: 'Calls that were refused.' }),
};

interface TimeFlagValues {
  readonly from: Moment | undefined;
  readonly to: Moment | undefined;
}
interface TrailFlagValues extends TimeFlagValues {
  readonly operation: readonly string[] | undefined;
  readonly principal: string | undefined;
  readonly resource: string | undefined;
  readonly 'read-only': boolean;
  readonly 'write-only': boolean;
  readonly error: boolean;
}

/**
 * The time that flags mean.
 *
 * @param now the time as the service has it
 * @throws WorklinkError `Usage` for one that ends before it begins
 */
export function timeOf(flags: TimeFlagValues, now: Date): Pick<TrailFilter, 'from' | 'to'> {
  const from = flags.from && momentOf(flags.from, now);
  const to = flags.to && momentOf(flags.to, now);
  if (from !== undefined && to !== undefined && from > to) {
    throw ownError('Usage', `--from (${from.toISOString()}) is after --to (${to.toISOString()}).`, {
      hint: 'Give an earlier --from or a later --to.',
    });
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** The filter that flags mean. @param now the time as the service has it */
export function filterOf(flags: TrailFlagValues, now: Date): TrailFilter {
  const { operation, principal, resource, error } = flags;
  const kind = flags['read-only'] ? true : flags['write-only'] ? false : undefined;
  return {
    ...timeOf(flags, now),
    ...(operation !== undefined && { operations: operation }),
    ...(principal !== undefined && { principal }),
    ...(resource !== undefined && { resource }),
    ...(kind !== undefined && { readOnly: kind }),
    ...(error && { refused: true }),
  };
}

function momentOf(moment: Moment, now: Date): Date {
  return 'at' in moment ? moment.at : new Date(now.getTime() - moment.agoMs);
}
