import { AUTHORIZATION_PROVIDER_FIELDS } from '../../cli/fields/authorization-provider-fields.js';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag, listFlags } from '../../cli/common-flags.js';
import { listing, type Listing, moreNotice } from '../../cli/results.js';
import { listAuthorizationProviders } from '../../core/admin/authorization-providers.js';

export default class AuthProviderList extends BaseCommand {
  static override summary = "List a fleet's website authorization providers.";
  static override description = 'Their domain, type and date of creation, in the order they were associated.';
  static override examples = [
    { description: 'List the providers of a fleet', command: 'worklink auth-provider list --fleet sales' },
    {
      description: 'Their domains alone',
      command: 'worklink auth-provider list -f sales --query "[].domainName" -o text',
    },
  ];
  static override flags = { ...fleetFlag, ...listFlags };
  protected override readonly fields = AUTHORIZATION_PROVIDER_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(AuthProviderList);
    const fleet = await this.fleetFlag(flags.fleet);
    const providers = listAuthorizationProviders(await this.backend(), fleet, {
      maxItems: flags['max-items'],
      pageSize: flags['page-size'],
      startingToken: flags['starting-token'],
    });
    return listing({
      rows: providers,
      fields: AUTHORIZATION_PROVIDER_FIELDS,
      key: 'authorizationProviderId',
      empty: `Fleet ${fleet} has no website authorization providers. Associate one: worklink auth-provider associate DOMAIN`,
      notices: () => moreNotice('providers', providers.nextToken),
    });
  }
}
