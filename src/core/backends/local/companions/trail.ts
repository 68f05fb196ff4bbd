import { meetsFilter, type TrailEvent, type TrailFilter } from '../../../model/trail-events.js';
import { type Trail } from '../../../ports/trail.js';
import { type TrailRow, type TrailStore } from '../store/trail.js';

/** How many records are held at a time. */
const PAGE_SIZE = 500;
const SECOND_MS = 1000;

/** The emulated account's trail in one Region, as CloudTrail's is. It reaches back to the account's beginning. */
export class LocalTrail implements Trail {
  constructor(
    private readonly store: TrailStore,
    private readonly region: string,
  ) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the port's trails are read over a network
  async *events(filter: TrailFilter = {}): AsyncGenerator<TrailEvent> {
    const { from, to, operations } = filter;
    const range = {
      region: this.region,
      // An event's time is told to the second, so that the second counts and not what follows it.
      from: from === undefined ? 0 : Math.ceil(from.getTime() / SECOND_MS) * SECOND_MS,
      before:
        to === undefined ? Number.MAX_SAFE_INTEGER : (Math.floor(to.getTime() / SECOND_MS) + 1) * SECOND_MS,
      operations,
    };
    let rows = this.store.newest(range, undefined, PAGE_SIZE);
    while (rows.length > 0) {
      for (const row of rows) {
        const event = eventOf(row);
        if (meetsFilter(event, filter)) yield event;
      }
      rows = rows.length < PAGE_SIZE ? [] : this.store.newest(range, rows.at(-1), PAGE_SIZE);
    }
  }
}

/** What {@link recordCall} wrote down, as it can be read of a record. */
interface WrittenRecord extends Readonly<Record<string, unknown>> {
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly userIdentity: { readonly userName: string };
}

function eventOf({ time, event_name: name, record: text }: TrailRow): TrailEvent {
  const record = JSON.parse(text) as WrittenRecord; // written by us, and by nobody else
  return {
    id: record.eventID,
    time: new Date(Math.floor(time / SECOND_MS) * SECOND_MS),
    name,
    username: record.userIdentity.userName,
    readOnly: record.readOnly,
    record,
  };
}
