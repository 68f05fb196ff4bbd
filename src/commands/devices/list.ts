import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { DEVICE_FIELDS } from '../../cli/fields/device-fields.js';
import { choosesDevices, deviceFilter, deviceFilterFlags, sortFlag } from '../../cli/device-flags.js';
import { Reading } from '../../cli/reading.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { listDevices } from '../../core/admin/devices/devices.js';
import { DEVICE_SORT_FIELDS, sortedDevices } from '../../core/admin/devices/sorted.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class DevicesList extends BaseCommand {
  static override summary = 'List the devices of a fleet’s users.';
  static override description =
    'A service at an endpoint tells only ids and states in a list: there each device that may be wanted is then asked for, as fast as the service allows, and a sorted list is held in memory; the emulator sorts by itself.';
  static override examples = [
    { description: 'List all devices of a fleet', command: 'worklink devices list --fleet sales' },
    {
      description: 'Those of a user, and those that were not seen for a month, the longest unseen first',
      command: 'worklink devices list -f sales --not-seen-since 30d --sort-by lastAccessedTime',
    },
    {
      description: 'All of them for a spreadsheet',
      command: 'worklink devices list -f sales --status ACTIVE -o csv > devices.csv',
    },
  ];
  static override flags = {
    ...fleetFlag,
    user: Flags.string({ summary: 'Only devices of this user.', helpValue: 'NAME' }),
    ...deviceFilterFlags,
    'sort-by': sortFlag(DEVICE_SORT_FIELDS),
    ...listFlags,
  };
  protected override readonly fields = DEVICE_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(DevicesList);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const filter = {
      ...deviceFilter(flags, () => serviceTime(backend, this.host.timer)),
      username: flags.user,
    };
    const reading = new Reading(
      'Reading devices',
      this.host,
      this.talk,
      this.globals.presentation,
      flags.watch,
    );
    const { 'sort-by': sorting } = flags;
    const options = {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
    };
    const unsorted = listDevices(backend, fleet, reading.watch, filter, options);
    const such = choosesDevices(flags) || flags.user !== undefined ? 'such ' : '';
    return listing({
      rows: reading.rows(
        sorting === undefined
          ? unsorted
          : sortedDevices(backend, fleet, reading.watch, filter, sorting, options),
      ),
      fields: DEVICE_FIELDS,
      empty: `Fleet ${fleet} has no ${such}devices. They come with the users who sign in.`,
      notices: () => (sorting === undefined ? moreNotice('devices', unsorted.nextToken) : []),
    });
  }
}
