import { fleetFlag, watchFlags } from '../../../cli/common-flags.js';
import { EMULATED_DEVICE_FIELDS } from '../../../cli/fields/device-fields.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import { listing, type Listing } from '../../../cli/results.js';
import { emulatedDevices } from '../../../core/admin/devices/emulated-devices.js';

export default class EmulatorDeviceList extends EmulatorCommand {
  static override summary = 'List the emulated devices of a fleet.';
  static override description =
    'What worklink devices list shows, and what only the emulator knows: when a sign-out that was asked for takes effect.';
  static override examples = [
    { description: 'List the devices', command: 'worklink emulator device list --fleet sales' },
    {
      description: 'When sign-outs take effect',
      command: 'worklink emulator device list -f sales --columns username,signOutDueTime',
    },
  ];
  static override flags = { ...fleetFlag, ...watchFlags };
  protected override readonly fields = EMULATED_DEVICE_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(EmulatorDeviceList);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    return listing({
      rows: emulatedDevices(backend, emulatorOf(backend).devices, fleet),
      fields: EMULATED_DEVICE_FIELDS,
      empty: `Fleet ${fleet} has no devices. Sign one in: worklink emulator device sign-in CODE USER`,
    });
  }
}
