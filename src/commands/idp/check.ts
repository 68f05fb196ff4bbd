import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { expiresWithinFlag } from '../../cli/expires-within.js';
import { METADATA_CHECK_FIELDS } from '../../cli/fields/identity-provider-fields.js';
import { entityIdFlag, readMetadata, refusal } from '../../cli/metadata-file.js';
import { details, type Details } from '../../cli/results.js';
import { checkMetadata } from '../../core/admin/identity-provider/check.js';

export default class IdpCheck extends BaseCommand {
  static override summary = "Judge an identity provider's metadata before it is linked.";
  static override description =
    'Names each fault with what to do about it, and exits 3 where an error refuses the document; warnings refuse nothing. A URL is read over https; --entity-id picks one identity provider out of an aggregate, however long.';
  static override examples = [
    { description: 'Judge a file', command: 'worklink idp check idp-metadata.xml' },
    {
      description: 'From standard input, with certificates that end within 90 days named',
      command: 'curl --fail https://idp.example.com/metadata | worklink idp check - --expires-within 90d',
    },
    {
      description: 'One identity provider of a federation, its findings as JSON',
      command:
        'worklink idp check federation.xml --entity-id https://idp.example.org/idp/shibboleth --query findings --json',
    },
  ];
  static override args = {
    document: Args.string({ description: 'Metadata: a file, an https URL, or - for standard input.' }),
  };
  static override flags = {
    ...entityIdFlag,
    ...expiresWithinFlag,
  };
  protected override readonly fields = METADATA_CHECK_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(IdpCheck);
    const question = { message: 'Metadata (file or URL)', flag: 'DOCUMENT' };
    const given = await this.asker.required(args.document, question);
    const data = await checkMetadata({
      metadata: readMetadata(given, this.host, 'DOCUMENT'),
      entityId: flags['entity-id'],
      now: this.host.timer.now(),
      expiresWithinMs: flags['expires-within'],
    });
    return details({ data, fields: METADATA_CHECK_FIELDS, failure: () => refusal(data.findings) });
  }
}
