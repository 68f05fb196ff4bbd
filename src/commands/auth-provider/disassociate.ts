import * as Args from '@oclif/core/args';
import { AUTHORIZATION_PROVIDER_FIELDS } from '../../cli/fields/authorization-provider-fields.js';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag, yesFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { disassociate, planDisassociation } from '../../core/admin/authorization-providers.js';

export default class AuthProviderDisassociate extends BaseCommand {
  static override summary = 'Disassociate a website authorization provider from a fleet.';
  static override description = 'It can be associated again at any time, and has another id then.';
  static override examples = [
    {
      description: 'Disassociate a provider by its domain, being asked',
      command: 'worklink auth-provider disassociate login.example.com --fleet sales',
    },
    {
      description: 'From a script',
      command: 'worklink auth-provider disassociate login.example.com -f sales --yes',
    },
  ];
  static override args = {
    provider: Args.string({ description: 'Provider, by domain name or id.' }),
  };
  static override flags = { ...fleetFlag, ...yesFlag, ...dryRunFlag };
  protected override readonly fields = AUTHORIZATION_PROVIDER_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(AuthProviderDisassociate);
    const question = { message: 'Provider (domain name or id)', flag: 'PROVIDER' };
    const reference = await this.asker.required(args.provider, question);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const plan = await planDisassociation(backend, fleet, reference);
    const { authorizationProviderType: type, domainName = reference } = plan.provider;
    const what = `${type} provider ${domainName} from fleet ${fleet}`;
    if (flags['dry-run']) {
      return planned(`Would disassociate ${what}.`, [
        plannedCall('DisassociateWebsiteAuthorizationProvider', plan.input),
      ]);
    }
    const message = `Websites that sign users in through ${domainName} will no longer do so once it is disassociated from fleet ${fleet}.`;
    await this.asker.confirm(flags.yes, { message, flag: '--yes' });
    const data = await disassociate(backend, plan);
    return outcome({ data, fields: AUTHORIZATION_PROVIDER_FIELDS, message: `Disassociated ${what}.` });
  }
}
