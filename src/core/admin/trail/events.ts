import { ownError } from '../../errors.js';
import { type TrailEvent, type TrailFilter } from '../../model/trail-events.js';
import { type Backend } from '../../ports/backend.js';
import { type Trail } from '../../ports/trail.js';

const DAY_MS = 86_400_000;

/**
 * The events that meet a filter, newest first, read as they are asked for.
 *
 * @param maxItems the most that are wanted; all where absent
 * @throws WorklinkError `UnsupportedByBackend`
 */
export function trailEvents(
  backend: Backend,
  filter: TrailFilter,
  maxItems = Number.POSITIVE_INFINITY,
): AsyncIterable<TrailEvent> {
  return upTo(maxItems, trailOf(backend).events(filter));
}

/** What there is to say where a trail does not reach as far back as was asked. */
export function historyNotice(backend: Backend, from: Date | undefined, now: Date): readonly string[] {
  const { historyDays } = trailOf(backend);
  if (historyDays === undefined) return [];
  if (from !== undefined && now.getTime() - from.getTime() <= historyDays * DAY_MS) return [];
  return [
    `CloudTrail's event history reaches back ${String(historyDays)} days; what is older is only in the log files of a trail.`,
  ];
}

async function* upTo<T>(count: number, items: AsyncIterable<T>): AsyncGenerator<T> {
  let left = count;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}

function trailOf({ trail, name }: Backend): Trail {
  if (trail !== undefined) return trail;
  throw ownError('UnsupportedByBackend', `The ${name} backend keeps no trail.`);
}

/** The records of events, as CloudTrail writes them. */
export async function* trailRecords(events: AsyncIterable<TrailEvent>): AsyncGenerator<TrailEvent['record']> {
  for await (const { record } of events) yield record;
}
