import { BaseCommand } from '../../cli/base-command.js';
import { listFlags, watchFlags } from '../../cli/common-flags.js';
import { listing, type Listing } from '../../cli/results.js';
import { Reading } from '../../cli/reading.js';
import { TRAIL_FIELDS } from '../../cli/fields/trail-fields.js';
import { filterOf, trailFlags } from '../../cli/trail-flags.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { historyNotice, trailEvents, trailRecords } from '../../core/admin/trail/events.js';

export default class TrailEvents extends BaseCommand {
  static override summary = 'List what was done to WorkLink: by whom, when, from where.';
  static override description =
    "Newest first, of the account and Region, refused calls too. JSON has the whole records, in CloudTrail's format. A filter of several parts wants all of them met. At AWS it is CloudTrail's event history, which reaches back 90 days.";
  static override examples = [
    { description: 'What changed in the last day', command: 'worklink trail events --from 24h --write-only' },
    {
      description: 'Who touched a fleet, and was refused',
      command: 'worklink trail events --resource sales --error',
    },
    {
      description: 'The records of two operations since a day, as JSON',
      command:
        'worklink trail events --operation CreateFleet --operation DeleteFleet --from 2026-01-01 -o json',
    },
  ];
  static override flags = { ...trailFlags, 'max-items': listFlags['max-items'], ...watchFlags };
  protected override readonly fields = TRAIL_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(TrailEvents);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const filter = filterOf(flags, now);
    const { presentation } = this.globals;
    const reading = new Reading('Reading the trail', this.host, this.talk, presentation, flags.watch);
    return listing({
      rows: reading.rows(trailRecords(trailEvents(backend, filter, flags['max-items']))),
      fields: TRAIL_FIELDS,
      key: 'eventId',
      empty: `There are no such events in ${backend.region}.`,
      notices: () => historyNotice(backend, filter.from, now),
    });
  }
}
