import * as Flags from '@oclif/core/flags';
import { type DeviceFilter } from '../core/admin/devices/devices.js';
import { type Sorting } from '../core/admin/devices/sorted.js';
import { ownError } from '../core/errors.js';
import { parseMoment } from '../core/model/moment.js';
import { quote } from '../core/text.js';
import { parseDuration } from './duration.js';

/** A moment, or how long ago it was in milliseconds. */
type Since = Date | { readonly agoMs: number };

const sinceFlag = Flags.custom<Since>({
  helpValue: 'DURATION|DATE',
  parse: (text) => {
    const agoMs = /^\d+$/.test(text) ? undefined : parseDuration(text);
    const since = agoMs === undefined ? parseMoment(text) : { agoMs };
    if (since === undefined) {
      throw ownError('Usage', `${quote(text)} is neither a duration nor a date.`, {
        hint: 'Such as 30d, 12h, 2026-01-31 or 2026-01-31T12:00:00Z.',
      });
    }
    return Promise.resolve(since);
  },
});

/** Flags that choose among devices. */
export const deviceFilterFlags = {
  status: Flags.option({ options: ['ACTIVE', 'SIGNED_OUT'] as const, multiple: true })({
    summary: 'Only devices in this state. Repeat for more.',
  }),
  manufacturer: Flags.string({ summary: 'Only devices of this manufacturer.', helpValue: 'NAME' }),
  model: Flags.string({ summary: 'Only devices of this model.', helpValue: 'NAME' }),
  'not-seen-since': sinceFlag({ summary: 'Only what was last seen longer ago, or before a date.' }),
};

interface FilterFlags {
  readonly status: readonly ('ACTIVE' | 'SIGNED_OUT')[] | undefined;
  readonly manufacturer: string | undefined;
  readonly model: string | undefined;
  readonly 'not-seen-since': Since | undefined;
}

/** What the flags choose. @param now the service's time */
export function deviceFilter(flags: FilterFlags, now: () => Date): DeviceFilter {
  const since = flags['not-seen-since'];
  return {
    statuses: flags.status,
    manufacturer: flags.manufacturer,
    model: flags.model,
    notSeenSince:
      since === undefined || since instanceof Date ? since : new Date(now().getTime() - since.agoMs),
  };
}

/** Whether any of the flags was given. */
export function choosesDevices(flags: FilterFlags): boolean {
  return Object.keys(deviceFilterFlags).some((name) => flags[name as keyof FilterFlags] !== undefined); // of these flags
}

/** A flag that sorts by one of some fields. */
export function sortFlag<Field extends string>(fields: readonly Field[]) {
  return Flags.custom<Sorting<Field>>({
    summary: 'Sort by a column; :desc turns it round. The list is read whole before its first row.',
    helpValue: 'FIELD[:desc]',
    // Where a sorted list was cut is no place that the service knows.
    exclusive: ['starting-token'],
    parse: (text) => {
      const [name = '', order, ...rest] = text.split(':');
      const field = fields.find((known) => known.toLowerCase() === name.toLowerCase());
      if (
        field === undefined ||
        rest.length > 0 ||
        (order !== undefined && !['asc', 'desc'].includes(order))
      ) {
        throw ownError('Usage', `${quote(text)} is nothing to sort by.`, {
          hint: `Give one of ${fields.join(', ')}, and :desc after it to turn it round.`,
        });
      }
      return Promise.resolve({ field, descending: order === 'desc' });
    },
  })();
}
