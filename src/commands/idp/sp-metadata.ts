import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { PROVIDER_GUIDE_FIELDS, SERVICE_PROVIDER_FIELDS } from '../../cli/fields/identity-provider-fields.js';
import { outputFileFlags, writeOutputFile } from '../../cli/output-file.js';
import { details, outcome, type Result, textDocument } from '../../cli/results.js';
import { KNOWN_PROVIDERS, providerGuide } from '../../core/admin/identity-provider/guides.js';
import { showServiceProvider } from '../../core/admin/identity-provider/service-provider.js';

export default class IdpSpMetadata extends BaseCommand {
  static override summary =
    "Show what a fleet's identity provider must know of it: the service provider's data.";
  static override description =
    'Some identity providers import the document (--xml, --output-file), with others the entity ID and the ACS URL are copied by hand: --for says which, and by what names.';
  static override examples = [
    { description: 'The values to copy', command: 'worklink idp sp-metadata --fleet sales' },
    {
      description: 'The same by the names Okta has for them',
      command: 'worklink idp sp-metadata -f sales --for okta',
    },
    {
      description: 'The document, to upload',
      command: 'worklink idp sp-metadata -f sales --output-file sp-metadata.xml',
    },
  ];
  static override flags = {
    ...fleetFlag,
    xml: Flags.boolean({ summary: 'Print the document, verbatim.' }),
    for: Flags.option({ options: KNOWN_PROVIDERS })({
      summary: 'Say what one identity provider needs, and whether it imports the document.',
      exclusive: ['xml'],
    }),
    ...outputFileFlags,
  };

  async run(): Promise<Result> {
    const { flags } = await this.parse(IdpSpMetadata);
    const fleet = await this.fleetFlag(flags.fleet);
    const data = await showServiceProvider(await this.backend(), fleet);
    const document = data.serviceProviderSamlMetadata;
    const file = flags['output-file'];
    const guide = flags.for === undefined ? undefined : providerGuide(flags.for, data);
    if (file !== undefined) {
      const path = await writeOutputFile(file, document, flags.force, this.host);
      const notices = () => (guide === undefined ? [] : [guide.instructions]);
      return outcome({
        data: { path },
        message: `Wrote the service provider's metadata to ${path}.`,
        notices,
      });
    }
    if (flags.xml) return textDocument({ text: document, data });
    if (guide !== undefined) return details({ data: { ...data, ...guide }, fields: PROVIDER_GUIDE_FIELDS });
    return details({ data, fields: SERVICE_PROVIDER_FIELDS });
  }
}
