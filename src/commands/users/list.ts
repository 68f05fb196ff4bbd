import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, watchFlags } from '../../cli/common-flags.js';
import { USER_FIELDS } from '../../cli/fields/device-fields.js';
import { choosesDevices, deviceFilter, deviceFilterFlags, sortFlag } from '../../cli/device-flags.js';
import { Reading } from '../../cli/reading.js';
import { listing, type Listing } from '../../cli/results.js';
import { sortBy } from '../../core/admin/devices/devices.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { listUsers, USER_SORT_FIELDS } from '../../core/admin/devices/users.js';

export default class UsersList extends BaseCommand {
  static override summary = 'List the users of a fleet.';
  static override description =
    'A user is known by having devices: the service lists none, so that all devices are read first. A filter on devices chooses users who have such a device; --not-seen-since those none of whose devices was seen.';
  static override examples = [
    { description: 'List the users of a fleet', command: 'worklink users list --fleet sales' },
    {
      description: 'Those with the most devices first',
      command: 'worklink users list -f sales --sort-by deviceCount:desc',
    },
    {
      description: 'Those who were not seen for three months',
      command: 'worklink users list -f sales --not-seen-since 90d -o csv',
    },
  ];
  static override flags = {
    ...fleetFlag,
    ...deviceFilterFlags,
    'sort-by': sortFlag(USER_SORT_FIELDS),
    ...watchFlags,
  };
  protected override readonly fields = USER_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(UsersList);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const filter = deviceFilter(flags, () => serviceTime(backend, this.host.timer));
    const reading = new Reading(
      'Reading devices',
      this.host,
      this.talk,
      this.globals.presentation,
      flags.watch,
    );
    const users = await reading.during(() => listUsers(backend, fleet, reading.watch, filter));
    const sorting = flags['sort-by'];
    return listing({
      rows: sorting === undefined ? users : sortBy(users, sorting.field, sorting.descending),
      fields: USER_FIELDS,
      empty: `Fleet ${fleet} has no ${choosesDevices(flags) ? 'such ' : ''}users. They come with their first sign-in.`,
    });
  }
}
