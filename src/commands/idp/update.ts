import { BaseCommand } from '../../cli/base-command.js';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { IDENTITY_PROVIDER_FIELDS } from '../../cli/fields/identity-provider-fields.js';
import { metadataFlags, readMetadata, sayChanges } from '../../cli/metadata-file.js';
import { outcome, type Outcome, planned, plannedCall } from '../../cli/results.js';
import { sayingFindings } from '../../cli/say-findings.js';
import { linkIdentityProvider, planLinkUpdate } from '../../core/admin/identity-provider/link.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class IdpUpdate extends BaseCommand {
  static override summary = "Replace the metadata of a fleet's identity provider.";
  static override description =
    'As when its signing certificate changes. The document is judged as by worklink idp link; what it changes is listed, with a warning where no signing key stays; where it is the one linked already, nothing is sent.';
  static override examples = [
    {
      description: 'Link new metadata in place of the old',
      command: 'worklink idp update --fleet sales --metadata idp-metadata.xml',
    },
    {
      description: 'From standard input',
      command: 'curl --fail https://idp.example.com/metadata | worklink idp update -f sales --metadata -',
    },
  ];
  static override flags = { ...fleetFlag, ...metadataFlags, ...dryRunFlag };
  protected override readonly fields = IDENTITY_PROVIDER_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(IdpUpdate);
    const question = { message: 'File or URL of the identity provider’s metadata', flag: '--metadata' };
    const metadata = readMetadata(await this.asker.required(flags.metadata, question), this.host);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const plan = await sayingFindings(this.talk, () =>
      planLinkUpdate(backend, fleet, { metadata, entityId: flags['entity-id'], now }),
    );
    await sayChanges(this.talk, plan.changes);
    if (flags['dry-run']) {
      const call = plannedCall('UpdateIdentityProviderConfiguration', plan.input);
      const message = plan.changed
        ? `Would update the identity provider of fleet ${fleet}.`
        : 'Would change nothing.';
      return planned(message, plan.changed ? [call] : []);
    }
    const provider = await linkIdentityProvider(backend, plan, now);
    const message = plan.changed
      ? `Updated identity provider ${provider.entityId ?? ''} of fleet ${fleet}.`
      : `Fleet ${fleet} has this very metadata already: nothing was changed.`;
    return outcome({
      data: { ...provider, changed: plan.changed, changes: plan.changes },
      fields: IDENTITY_PROVIDER_FIELDS,
      message,
    });
  }
}
