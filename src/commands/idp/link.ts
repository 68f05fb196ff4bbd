import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { IDENTITY_PROVIDER_FIELDS } from '../../cli/fields/identity-provider-fields.js';
import { metadataFlags, readMetadata } from '../../cli/metadata-file.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { sayingFindings } from '../../cli/say-findings.js';
import { linkIdentityProvider, planLink } from '../../core/admin/identity-provider/link.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class IdpLink extends BaseCommand {
  static override summary = "Link a fleet to your users' identity provider.";
  static override description =
    'The metadata is judged as by worklink idp check before it is sent: what is not the SAML 2.0 metadata of one identity provider is refused, each fault on a line of its own. Where the identity provider wants the service provider’s data first, link --without-metadata, then once more with it.';
  static override examples = [
    {
      description: 'Link an identity provider by the metadata downloaded from it',
      command: 'worklink idp link --fleet sales --metadata idp-metadata.xml',
    },
    {
      description: 'See whether metadata would do',
      command: 'worklink idp link -f sales --metadata idp-metadata.xml --dry-run',
    },
    {
      description: 'Have the service provider’s data before there is any metadata',
      command: 'worklink idp link -f sales --without-metadata',
    },
  ];
  static override flags = {
    ...fleetFlag,
    ...metadataFlags,
    'without-metadata': Flags.boolean({ summary: 'Link the type alone.', exclusive: ['metadata'] }),
    ...dryRunFlag,
  };
  protected override readonly fields = IDENTITY_PROVIDER_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(IdpLink);
    const question = { message: 'File or URL of the identity provider’s metadata', flag: '--metadata' };
    const file = flags['without-metadata'] ? undefined : await this.asker.required(flags.metadata, question);
    const metadata = file === undefined ? undefined : readMetadata(file, this.host);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const plan = await sayingFindings(this.talk, () =>
      planLink(backend, fleet, { metadata, entityId: flags['entity-id'], now }),
    );
    if (flags['dry-run']) {
      const call = plannedCall('UpdateIdentityProviderConfiguration', plan.input);
      return planned(`Would link the identity provider of fleet ${fleet}.`, [call]);
    }
    const data = await linkIdentityProvider(backend, plan, now);
    const message =
      metadata === undefined
        ? `Linked the type of fleet ${fleet}'s identity provider; its metadata is yet to come.`
        : `Linked identity provider ${data.entityId ?? ''} to fleet ${fleet}.`;
    const next = `Tell the identity provider of the fleet: worklink idp sp-metadata --fleet ${fleet}`;
    return outcome({ data, fields: IDENTITY_PROVIDER_FIELDS, message, notices: () => [next] });
  }
}
