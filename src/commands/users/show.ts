import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { USER_DETAILS_FIELDS } from '../../cli/fields/device-fields.js';
import { Reading } from '../../cli/reading.js';
import { details, type Details } from '../../cli/results.js';
import { showUser } from '../../core/admin/devices/users.js';

export default class UsersShow extends BaseCommand {
  static override summary = 'Show a user of a fleet.';
  static override description =
    'The user’s devices, and when one of them was last in touch with the service. Of the emulator also whether a sign-out is pending; the service does not tell that: worklink trail events --operation SignOutUser says who asked for one.';
  static override examples = [
    { description: 'Show a user', command: 'worklink users show alice@example.com --fleet sales' },
    {
      description: 'The ids of the devices alone',
      command: 'worklink users show alice@example.com -f sales --query "devices[].deviceId" -o text',
    },
  ];
  static override args = { name: Args.string({ description: 'User, by name.' }) };
  static override flags = fleetFlag;
  protected override readonly fields = USER_DETAILS_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(UsersShow);
    const name = await this.asker.required(args.name, { message: 'User name', flag: 'NAME' });
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const reading = new Reading('Reading devices', this.host, this.talk, this.globals.presentation);
    const data = await reading.during(() => showUser(backend, fleet, name, reading.watch));
    return details({ data, fields: USER_DETAILS_FIELDS });
  }
}
