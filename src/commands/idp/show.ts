import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { expiresWithinFlag } from '../../cli/expires-within.js';
import { IDENTITY_PROVIDER_FIELDS } from '../../cli/fields/identity-provider-fields.js';
import { outputFileFlags, writeOutputFile } from '../../cli/output-file.js';
import { details, outcome, type Result, textDocument } from '../../cli/results.js';
import { linkedMetadata, showIdentityProvider } from '../../core/admin/identity-provider/link.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class IdpShow extends BaseCommand {
  static override summary = "Show a fleet's identity provider.";
  static override description =
    'Its entity ID, where users sign in, what it signs with and until when, and what its metadata leaves to be desired today, as worklink idp check says it, with advice on its vendor. The document itself comes out byte for byte as it was linked.';
  static override examples = [
    { description: 'Show the identity provider of a fleet', command: 'worklink idp show --fleet sales' },
    {
      description: 'What its metadata leaves to be desired, with certificates that end within 90 days',
      command: 'worklink idp show -f sales --expires-within 90d --query findings -o json',
    },
    {
      description: 'Save its metadata',
      command: 'worklink idp show -f sales --metadata --output-file linked-metadata.xml',
    },
  ];
  static override flags = {
    ...fleetFlag,
    metadata: Flags.boolean({ summary: 'Print the linked metadata, verbatim.' }),
    ...expiresWithinFlag,
    ...outputFileFlags,
  };
  protected override readonly fields = IDENTITY_PROVIDER_FIELDS;

  async run(): Promise<Result> {
    const { flags } = await this.parse(IdpShow);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const data = await showIdentityProvider(
      backend,
      fleet,
      serviceTime(backend, this.host.timer),
      flags['expires-within'],
    );
    const file = flags['output-file'];
    if (file !== undefined) {
      const path = await writeOutputFile(file, linkedMetadata(data), flags.force, this.host);
      return outcome({ data: { path }, message: `Wrote the identity provider's metadata to ${path}.` });
    }
    if (flags.metadata) return textDocument({ text: linkedMetadata(data), data });
    const none = `Fleet ${fleet} has no identity provider linked. Link one: worklink idp link --fleet ${fleet}`;
    return details({
      data,
      fields: IDENTITY_PROVIDER_FIELDS,
      notices: () => (data.identityProviderType === undefined ? [none] : []),
    });
  }
}
