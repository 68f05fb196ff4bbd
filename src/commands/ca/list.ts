import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { WEBSITE_CA_FIELDS } from '../../cli/fields/website-ca-fields.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { listWebsiteCas } from '../../core/admin/website-cas/website-cas.js';

export default class CaList extends BaseCommand {
  static override summary = 'List the website certificate authorities of a fleet.';
  static override description =
    'Those your websites’ certificates are verified with, each with what its certificate says.';
  static override examples = [
    { description: 'List all of a fleet', command: 'worklink ca list --fleet sales' },
    {
      description: 'The names of those that expire before 2027',
      command: `worklink ca list -f sales --query "[?notAfter<'2027'].subject" -o text`,
    },
  ];
  static override flags = { ...fleetFlag, ...listFlags };
  protected override readonly fields = WEBSITE_CA_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(CaList);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const cas = listWebsiteCas(backend, fleet, {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
      now: serviceTime(backend, this.host.timer),
      clock: this.host.timer,
      signal: this.host.signal,
    });
    return listing({
      rows: cas,
      fields: WEBSITE_CA_FIELDS,
      empty: `Fleet ${fleet} has no website CAs. Where your websites need one: worklink ca upload FILE`,
      notices: () => moreNotice('website CAs', cas.nextToken),
    });
  }
}
