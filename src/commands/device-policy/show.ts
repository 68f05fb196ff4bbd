import { BaseCommand } from '../../cli/base-command.js';
import { DEVICE_POLICY_FIELDS } from '../../cli/certificate-texts.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { details, type Details } from '../../cli/results.js';
import { showDevicePolicy } from '../../core/admin/devices/device-policy.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class DevicePolicyShow extends BaseCommand {
  static override summary = 'Show whose device certificates a fleet takes.';
  static override description =
    'The chain as a tree, its root at the top, each until when it is valid; as JSON, an array from the issuer of device certificates up to the root.';
  static override examples = [
    {
      description: 'Show the device policy of a fleet',
      command: 'worklink device-policy show --fleet sales',
    },
    {
      description: 'When the first of its certificates expires',
      command: 'worklink device-policy show -f sales --query "min(chain[].notAfter)" -o text',
    },
  ];
  static override flags = { ...fleetFlag };
  protected override readonly fields = DEVICE_POLICY_FIELDS;

  async run(): Promise<Details> {
    const { flags } = await this.parse(DevicePolicyShow);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const data = await showDevicePolicy(backend, fleet, serviceTime(backend, this.host.timer));
    const none = `Fleet ${fleet} has no device policy: every device is let in. To have one: worklink device-policy configure FILE`;
    return details({
      data,
      fields: DEVICE_POLICY_FIELDS,
      notices: () => (data.deviceCaCertificate === undefined ? [none] : []),
    });
  }
}
