import * as Flags from '@oclif/core/flags';
import { fleetFlag } from '../../cli/common-flags.js';
import { ManyCasCommand } from '../../cli/many/many-cas.js';
import { writeIntoFolder } from '../../cli/output-file.js';
import { type Result } from '../../cli/results.js';
import { casArgument, chosenCas } from '../../cli/website-ca-choice.js';
import { BULK_DOWNLOADS, WEBSITE_CA_DOWNLOAD_FIELDS } from '../../cli/fields/website-ca-fields.js';
import { printedCas } from '../../cli/website-ca-output.js';
import {
  CERTIFICATE_FORMATS,
  websiteCaContent,
  websiteCaFiles,
} from '../../core/admin/website-cas/website-cas-download.js';

export default class CaDownload extends ManyCasCommand {
  static override summary = 'Download the certificates of website certificate authorities.';
  static override description =
    'Each into a file of its own, named after its display name or common name, in the working directory or --directory; with --directory - all go to standard output. A file that exists is left alone unless --force says otherwise.';
  static override examples = [
    { description: 'Download one', command: 'worklink ca download "Example root" --fleet sales' },
    {
      description: 'Have all of them in one bundle',
      command: 'worklink ca download --all -f sales --directory - > roots.pem',
    },
  ];
  static override args = { ca: casArgument };
  static override flags = {
    ...fleetFlag,
    all: Flags.boolean({ summary: 'Download all of the fleet.' }),
    format: Flags.option({ options: CERTIFICATE_FORMATS })({ summary: 'How to write them.', default: 'pem' }),
    directory: Flags.string({
      summary: 'Folder for the files; - is standard output.',
      helpValue: 'PATH|-',
      default: '.',
    }),
    force: Flags.boolean({ summary: 'Replace files that exist.' }),
  };
  protected override readonly fields = WEBSITE_CA_DOWNLOAD_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(CaDownload);
    const { all, format, directory: folder, force } = flags;
    const references = await this.references(args.ca, all);
    const fleet = await this.fleetFlag(flags.fleet);
    const cas = await chosenCas(await this.backend(), fleet, references, this.host);
    if (folder === '-') return printedCas(cas, format);
    return this.work({
      plans: websiteCaFiles(cas, format).map((file) => ({ item: file, state: 'done', value: file })),
      subject: BULK_DOWNLOADS,
      ...{ doing: 'Downloading', done: 'downloaded', fields: WEBSITE_CA_DOWNLOAD_FIELDS },
      act: async ({ ca, name }) => {
        const content = websiteCaContent(ca, format);
        return { path: await writeIntoFolder({ folder, name }, content, force, this.host) };
      },
      rowOf: ({ ca: { subject, websiteCaId, displayName, sha256 } }) => ({
        subject,
        websiteCaId,
        displayName,
        sha256,
      }),
    });
  }
}
