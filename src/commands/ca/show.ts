import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { details, type Details } from '../../cli/results.js';
import { CA_QUESTION, caArgument, chosenCas } from '../../cli/website-ca-choice.js';
import { WEBSITE_CA_DETAILS_FIELDS } from '../../cli/fields/website-ca-fields.js';

export default class CaShow extends BaseCommand {
  static override summary = 'Show a website certificate authority.';
  static override description =
    'What its certificate says, and what there is to be said of it today; as JSON, the certificate as well.';
  static override examples = [
    { description: 'Show one by its display name', command: 'worklink ca show "Example root" --fleet sales' },
    {
      description: 'Until when it is valid',
      command: 'worklink ca show "Example root" -f sales --query notAfter -o text',
    },
  ];
  static override args = { ca: caArgument };
  static override flags = { ...fleetFlag };
  protected override readonly fields = WEBSITE_CA_DETAILS_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(CaShow);
    const reference = await this.asker.required(args.ca, { message: CA_QUESTION, flag: 'CA' });
    const fleet = await this.fleetFlag(flags.fleet);
    const [data = {}] = await chosenCas(await this.backend(), fleet, [reference], this.host);
    return details({ data, fields: WEBSITE_CA_DETAILS_FIELDS });
  }
}
