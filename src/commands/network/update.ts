import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { expectedUsersFlag, givenNetwork, networkFlags } from '../../cli/network-choice.js';
import { JUDGED_NETWORK_FIELDS } from '../../cli/fields/network-fields.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { sayingFindings } from '../../cli/say-findings.js';
import { linkNetwork, planNetworkUpdate } from '../../core/admin/network/link.js';
import { ownError } from '../../core/errors.js';

export default class NetworkUpdate extends BaseCommand {
  static override summary = 'Change the VPC, subnets or security groups a fleet is linked with.';
  static override description =
    'What is not given stays as it is. Subnets and security groups that are given take the place of all there were; with another VPC, give both. It is judged as by worklink network link.';
  static override examples = [
    {
      description: 'Have other subnets',
      command:
        'worklink network update --fleet sales --subnet subnet-0a1b2c3d4e5f60b01 --subnet subnet-0a1b2c3d4e5f60a01',
    },
    {
      description: 'See what another security group would mean',
      command: 'worklink network update -f sales --security-group sg-0a1b2c3d4e5f60003 --dry-run',
    },
  ];
  static override flags = { ...fleetFlag, ...networkFlags, ...expectedUsersFlag, ...dryRunFlag };
  protected override readonly fields = JUDGED_NETWORK_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(NetworkUpdate);
    const change = givenNetwork(flags);
    if (Object.keys(change).length === 0) {
      throw ownError('Usage', 'Nothing to change was named.', {
        hint: 'Give --vpc, --subnet or --security-group.',
      });
    }
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const expectations = { expectedUsers: flags['expected-users'] };
    const plan = await sayingFindings(this.talk, () =>
      planNetworkUpdate(backend, fleet, change, expectations),
    );
    if (flags['dry-run']) {
      const call = plannedCall('UpdateCompanyNetworkConfiguration', plan.input);
      const message = plan.changed ? `Would update the network of fleet ${fleet}.` : 'Would change nothing.';
      return planned(message, plan.changed ? [call] : []);
    }
    const network = await linkNetwork(backend, plan);
    const message = plan.changed
      ? `Updated the network of fleet ${fleet}.`
      : `Fleet ${fleet} is linked with this very network already: nothing was changed.`;
    return outcome({ data: { ...network, changed: plan.changed }, fields: JUDGED_NETWORK_FIELDS, message });
  }
}
