import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { expectedUsersFlag, NetworkChooser, networkFlags } from '../../cli/network-choice.js';
import { JUDGED_NETWORK_FIELDS } from '../../cli/fields/network-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { sayingFindings } from '../../cli/say-findings.js';
import { linkNetwork, planNetworkLink } from '../../core/admin/network/link.js';

export default class NetworkLink extends BaseCommand {
  static override summary = 'Link a fleet with the VPC through which it reaches your websites.';
  static override description =
    'The subnets and security groups must be of the VPC. The service takes much that does not work well: what the guide advises otherwise is said on stderr, such as a second Availability Zone, or a route to the internet through NAT. What is left out is asked for at a terminal, out of what there is.';
  static override examples = [
    {
      description: 'Link two private subnets and a security group',
      command:
        'worklink network link --fleet sales --vpc vpc-0a1b2c3d4e5f60718 --subnet subnet-0a1b2c3d4e5f60a01 --subnet subnet-0a1b2c3d4e5f60b01 --security-group sg-0a1b2c3d4e5f60002',
    },
    {
      description: 'See whether it would do for 500 users',
      command:
        'worklink network link -f sales --vpc vpc-0a1b2c3d4e5f60718 --subnet subnet-0a1b2c3d4e5f60a01 --security-group sg-0a1b2c3d4e5f60002 --expected-users 500 --dry-run',
    },
  ];
  static override flags = { ...fleetFlag, ...networkFlags, ...expectedUsersFlag, ...dryRunFlag };
  protected override readonly fields = JUDGED_NETWORK_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(NetworkLink);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const chooser = new NetworkChooser(this.asker, backend, flags);
    const vpcId = await chooser.vpc();
    const subnetIds = await chooser.subnets(vpcId);
    const choice = { vpcId, subnetIds, securityGroupIds: await chooser.securityGroups(vpcId) };
    const expectations = { expectedUsers: flags['expected-users'] };
    const plan = await sayingFindings(this.talk, () => planNetworkLink(backend, fleet, choice, expectations));
    if (flags['dry-run']) {
      const call = plannedCall('UpdateCompanyNetworkConfiguration', plan.input);
      return planned(`Would link fleet ${fleet} with VPC ${vpcId}.`, [call]);
    }
    const data = await linkNetwork(backend, plan);
    return outcome({
      data,
      fields: JUDGED_NETWORK_FIELDS,
      message: `Linked fleet ${fleet} with VPC ${vpcId}.`,
    });
  }
}
