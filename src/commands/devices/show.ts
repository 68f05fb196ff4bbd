import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { DEVICE_FIELDS } from '../../cli/fields/device-fields.js';
import { details, type Details } from '../../cli/results.js';
import { showDevice } from '../../core/admin/devices/devices.js';

export default class DevicesShow extends BaseCommand {
  static override summary = 'Show a device of a fleet.';
  static override description =
    'Its model and manufacturer, operating system, patch level, user and state, when it was enrolled, and when it was last in touch with the service.';
  static override examples = [
    { description: 'Show a device', command: 'worklink devices show phone-1 --fleet sales' },
    {
      description: 'When it was last seen',
      command: 'worklink devices show phone-1 -f sales --query lastAccessedTime -o text',
    },
  ];
  static override args = { id: Args.string({ description: 'Device, by id.' }) };
  static override flags = fleetFlag;
  protected override readonly fields = DEVICE_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(DevicesShow);
    const id = await this.asker.required(args.id, { message: 'Device id', flag: 'ID' });
    const fleet = await this.fleetFlag(flags.fleet);
    return details({ data: await showDevice(await this.backend(), fleet, id), fields: DEVICE_FIELDS });
  }
}
