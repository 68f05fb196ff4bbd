import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { USER_FIELDS } from '../../cli/fields/device-fields.js';
import { choosesDevices, deviceFilter, deviceFilterFlags, sortFlag } from '../../cli/device-flags.js';
import { Reading } from '../../cli/reading.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { USER_SORT_FIELDS } from '../../core/admin/devices/sorted.js';
import { Users } from '../../core/admin/devices/users.js';

export default class UsersList extends BaseCommand {
  static override summary = 'List the users of a fleet.';
  static override description =
    'A user is known by having devices: the service lists none. The emulator tells devices by their users, one user after another; of a service at an endpoint all devices are read first, and all users held in memory. A filter on devices chooses users who have such a device; --not-seen-since those none of whose devices was seen.';
  static override examples = [
    { description: 'List the users of a fleet', command: 'worklink users list --fleet sales' },
    {
      description: 'Those with the most devices first',
      command: 'worklink users list -f sales --sort-by deviceCount:desc',
    },
    {
      description: 'The first fifty by name; the last line on stderr says how to go on',
      command: 'worklink users list -f sales --max-items 50',
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
    ...listFlags,
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
    const users = new Users(backend, fleet, reading.watch, filter, {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
      sorting: flags['sort-by'],
    });
    return listing({
      rows: reading.rows(users),
      fields: USER_FIELDS,
      empty: `Fleet ${fleet} has no ${choosesDevices(flags) ? 'such ' : ''}users. They come with their first sign-in.`,
      notices: () => moreNotice('users', users.nextToken),
    });
  }
}
