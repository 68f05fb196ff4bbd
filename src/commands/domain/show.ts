import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { DOMAIN_DETAILS_FIELDS } from '../../cli/fields/domain-fields.js';
import { details, type Details } from '../../cli/results.js';
import { showDomain } from '../../core/admin/domains/domains.js';

export default class DomainShow extends BaseCommand {
  static override summary = 'Show a domain of a fleet.';
  static override description =
    'Its state, its certificate, and the DNS record that validates it. An imported certificate has no such record.';
  static override examples = [
    { description: 'Show a domain', command: 'worklink domain show intranet.example.com --fleet sales' },
    {
      description: 'Its state alone',
      command: 'worklink domain show intranet.example.com -f sales --query domainStatus -o text',
    },
  ];
  static override args = { name: Args.string({ description: 'Domain, by name.' }) };
  static override flags = fleetFlag;
  protected override readonly fields = DOMAIN_DETAILS_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(DomainShow);
    const name = await this.asker.required(args.name, { message: 'Domain name', flag: 'NAME' });
    const fleet = await this.fleetFlag(flags.fleet);
    return details({
      data: await showDomain(await this.backend(), fleet, name),
      fields: DOMAIN_DETAILS_FIELDS,
    });
  }
}
