import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import {
  MANY_DOMAINS_HELP,
  manyDomainsArgs,
  manyDomainsFlags,
  ManyDomainsCommand,
} from '../../cli/many/many-domains.js';
import { type Result } from '../../cli/results.js';

export default class DomainRevoke extends ManyDomainsCommand {
  static override summary = 'Block users’ access to domains, for a while.';
  static override description = `The domains stay associated: worklink domain restore gives access again, without a new validation or certificate. They must be ACTIVE.\n${MANY_DOMAINS_HELP}`;
  static override examples = [
    { description: 'Revoke a domain', command: 'worklink domain revoke intranet.example.com --fleet sales' },
    {
      description: 'Revoke all that are ACTIVE',
      command:
        'worklink domain list -f sales --status ACTIVE -o csv | worklink domain revoke -f sales --from -',
    },
  ];
  static override args = manyDomainsArgs;
  static override flags = { ...fleetFlag, ...manyDomainsFlags, ...dryRunFlag };

  async run(): Promise<Result> {
    return this.change('revoke', 'Revoking', await this.parse(DomainRevoke));
  }
}
