import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag, yesFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { planDevicePolicyRemoval, removeDevicePolicy } from '../../core/admin/devices/device-policy.js';

export default class DevicePolicyRemove extends BaseCommand {
  static override summary = 'Let devices without a certificate in again.';
  static override description =
    'The fleet’s device CA chain is removed; worklink device-policy show has it until then.';
  static override examples = [
    { description: 'Remove it, being asked', command: 'worklink device-policy remove --fleet sales' },
    { description: 'Remove it from a script', command: 'worklink device-policy remove -f sales --yes' },
  ];
  static override flags = { ...fleetFlag, ...yesFlag, ...dryRunFlag };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(DevicePolicyRemove);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const input = await planDevicePolicyRemoval(backend, fleet);
    if (flags['dry-run']) {
      const call = plannedCall('UpdateDevicePolicyConfiguration', input);
      return planned(`Would remove the device policy of fleet ${fleet}.`, [call]);
    }
    const message = `Without its device policy, fleet ${fleet} lets every device in.`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
    await removeDevicePolicy(backend, input);
    const data = { fleetArn: input.FleetArn, removed: true };
    return outcome({ data, message: `Removed the device policy of fleet ${fleet}.` });
  }
}
