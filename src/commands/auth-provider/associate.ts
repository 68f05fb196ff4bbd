import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { AUTHORIZATION_PROVIDER_FIELDS } from '../../cli/fields/authorization-provider-fields.js';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import {
  associateAuthorizationProvider,
  AUTHORIZATION_PROVIDER_TYPES,
  planAuthorizationProvider,
} from '../../core/admin/authorization-providers.js';

export default class AuthProviderAssociate extends BaseCommand {
  static override summary = 'Associate a website authorization provider with a fleet.';
  static override description =
    "One that websites use for sign-in besides the fleet's own identity provider. SAML is the only type the service knows.";
  static override examples = [
    {
      description: 'Associate a provider',
      command: 'worklink auth-provider associate login.example.com --fleet sales',
    },
    {
      description: 'Check it first',
      command: 'worklink auth-provider associate login.example.com -f sales --dry-run',
    },
  ];
  static override args = { domain: Args.string({ description: 'Domain name of the provider.' }) };
  static override flags = {
    ...fleetFlag,
    type: Flags.option({ options: AUTHORIZATION_PROVIDER_TYPES })({
      summary: 'What the provider speaks.',
      default: 'SAML',
    }),
    ...dryRunFlag,
  };
  protected override readonly fields = AUTHORIZATION_PROVIDER_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(AuthProviderAssociate);
    const question = { message: 'Domain name of the provider', flag: 'DOMAIN' };
    const domain = await this.asker.required(args.domain, question);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const input = await planAuthorizationProvider(backend, fleet, domain, flags.type);
    if (flags['dry-run']) {
      return planned(`Would associate ${flags.type} provider ${domain} with fleet ${fleet}.`, [
        plannedCall('AssociateWebsiteAuthorizationProvider', input),
      ]);
    }
    const data = await associateAuthorizationProvider(backend, input);
    const message = `Associated ${flags.type} provider ${domain} with fleet ${fleet}.`;
    return outcome({ data, fields: AUTHORIZATION_PROVIDER_FIELDS, message });
  }
}
