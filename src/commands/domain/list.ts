import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { DOMAIN_FIELDS } from '../../cli/fields/domain-fields.js';
import { Reading } from '../../cli/reading.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { listDomains } from '../../core/admin/domains/domains.js';
import { DOMAIN_STATUSES } from '../../core/model/domain-states.js';

export default class DomainList extends BaseCommand {
  static override summary = "List a fleet's domains.";
  static override description = 'All of them, unless --status or --max-items says otherwise.';
  static override examples = [
    { description: 'List all domains of a fleet', command: 'worklink domain list --fleet sales' },
    {
      description: 'The names of those that are ACTIVE',
      command: 'worklink domain list -f sales --status ACTIVE --query "[].domainName" -o text',
    },
  ];
  static override flags = {
    ...fleetFlag,
    status: Flags.option({ options: DOMAIN_STATUSES, multiple: true })({
      summary: 'List only those in this state. Repeat for more.',
    }),
    ...listFlags,
  };
  protected override readonly fields = DOMAIN_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(DomainList);
    const fleet = await this.fleetFlag(flags.fleet);
    const options = {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
    };
    const domains = listDomains(await this.backend(), fleet, options, flags.status);
    const { presentation } = this.globals;
    const reading = new Reading('Reading domains', this.host, this.talk, presentation, flags.watch);
    return listing({
      rows: reading.rows(domains),
      fields: DOMAIN_FIELDS,
      empty: `Fleet ${fleet} has no ${flags.status === undefined ? '' : 'such '}domains. Associate one: worklink domain associate NAME`,
      notices: () => moreNotice('domains', domains.nextToken),
    });
  }
}
