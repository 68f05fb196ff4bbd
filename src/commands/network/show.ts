import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { NETWORK_FIELDS } from '../../cli/fields/network-fields.js';
import { details, type Details } from '../../cli/results.js';
import { showNetwork } from '../../core/admin/network/link.js';

export default class NetworkShow extends BaseCommand {
  static override summary = 'Show the network a fleet is linked with.';
  static override description =
    'Its VPC, subnets and security groups, as WorkLink has them. Whether they are as they should be, worklink network check says.';
  static override examples = [
    { description: 'Show the network of a fleet', command: 'worklink network show --fleet sales' },
    {
      description: 'Its subnets alone, for a script',
      command: 'worklink network show -f sales --query subnetIds --output text',
    },
  ];
  static override flags = { ...fleetFlag };
  protected override readonly fields = NETWORK_FIELDS;

  async run(): Promise<Details> {
    const { flags } = await this.parse(NetworkShow);
    const fleet = await this.fleetFlag(flags.fleet);
    const data = await showNetwork(await this.backend(), fleet);
    const none = `Fleet ${fleet} is not linked with a network. Link one: worklink network link --fleet ${fleet}`;
    return details({ data, fields: NETWORK_FIELDS, notices: () => (data.vpcId === undefined ? [none] : []) });
  }
}
