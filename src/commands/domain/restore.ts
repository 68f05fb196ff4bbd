import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import {
  MANY_DOMAINS_HELP,
  manyDomainsArgs,
  manyDomainsFlags,
  ManyDomainsCommand,
} from '../../cli/many/many-domains.js';
import { type Result } from '../../cli/results.js';

export default class DomainRestore extends ManyDomainsCommand {
  static override summary = 'Give users access again to revoked domains.';
  static override description = `They must be INACTIVE, which is what worklink domain revoke makes them.\n${MANY_DOMAINS_HELP}`;
  static override examples = [
    {
      description: 'Restore a domain',
      command: 'worklink domain restore intranet.example.com --fleet sales',
    },
    {
      description: 'Restore the domains of a list',
      command: 'worklink domain restore --from domains.txt -f sales',
    },
  ];
  static override args = manyDomainsArgs;
  static override flags = { ...fleetFlag, ...manyDomainsFlags, ...dryRunFlag };

  async run(): Promise<Result> {
    return this.change('restore', 'Restoring', await this.parse(DomainRestore));
  }
}
