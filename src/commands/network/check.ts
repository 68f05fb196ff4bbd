import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { expectedUsersFlag } from '../../cli/network-choice.js';
import { JUDGED_NETWORK_FIELDS } from '../../cli/fields/network-fields.js';
import { details, type Details } from '../../cli/results.js';
import { checkFailure, checkNetwork } from '../../core/admin/network/link.js';

export default class NetworkCheck extends BaseCommand {
  static override summary = 'Check the network a fleet is linked with, as it is now.';
  static override description =
    'A subnet can have been deleted since, a route or an outbound rule changed. Each finding says how bad it is, what is the matter and what to do. Exits 3 where one of them is an error: users would not reach their websites.';
  static override examples = [
    { description: 'Check the network of a fleet', command: 'worklink network check --fleet sales' },
    {
      description: 'With addresses for 2,000 users, the warnings for a script',
      command: 'worklink network check -f sales --expected-users 2000 --query "findings[].id" -o json',
    },
  ];
  static override flags = { ...fleetFlag, ...expectedUsersFlag };
  protected override readonly fields = JUDGED_NETWORK_FIELDS;

  async run(): Promise<Details> {
    const { flags } = await this.parse(NetworkCheck);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const data = await checkNetwork(backend, fleet, { expectedUsers: flags['expected-users'] });
    return details({ data, fields: JUDGED_NETWORK_FIELDS, failure: () => checkFailure(data) });
  }
}
