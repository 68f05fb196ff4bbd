import * as Args from '@oclif/core/args';
import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { EMULATED_DEVICE_FIELDS } from '../../../cli/fields/device-fields.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';
import { signOutDevice } from '../../../core/admin/devices/emulated-devices.js';

export default class EmulatorDeviceSignOut extends EmulatorCommand {
  static override summary = 'Sign out on an emulated device.';
  static override description =
    'What its user does in the app: it takes effect at once. An administrator signs users out with worklink users sign-out.';
  static override examples = [
    { description: 'Sign out', command: 'worklink emulator device sign-out phone-1 --fleet sales' },
    {
      description: 'See whether it could be done',
      command: 'worklink emulator device sign-out phone-1 -f sales --dry-run',
    },
  ];
  static override args = { device: Args.string({ description: 'Device, by id.' }) };
  static override flags = { ...fleetFlag, ...dryRunFlag };
  protected override readonly fields = EMULATED_DEVICE_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorDeviceSignOut);
    const id = await this.asker.required(args.device, { message: 'Device id', flag: 'DEVICE' });
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const data = await signOutDevice(backend, emulatorOf(backend).devices, fleet, id, flags['dry-run']);
    if (flags['dry-run']) return planned(`Would sign device ${id} out.`, []);
    const message = `Signed device ${id} of ${data.username} out.`;
    return outcome({ data, fields: EMULATED_DEVICE_FIELDS, message });
  }
}
