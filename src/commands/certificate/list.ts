import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_SUMMARY_FIELDS } from '../../cli/fields/certificate-fields.js';
import { listFlags, watchFlags } from '../../cli/common-flags.js';
import { listing, type Listing } from '../../cli/results.js';
import { listCertificates } from '../../core/admin/certificates/certificates.js';
import { CERTIFICATE_STATUSES } from '../../core/model/certificate-states.js';

export default class CertificateList extends BaseCommand {
  static override summary = 'List the certificates in us-east-1.';
  static override description =
    'WorkLink takes certificates of this Region alone, whatever Region the fleets are in.';
  static override examples = [
    { description: 'List all certificates', command: 'worklink certificate list' },
    {
      description: 'The ARNs of those that domains can be associated with',
      command: 'worklink certificate list --status ISSUED --query "[].certificateArn" -o text',
    },
  ];
  static override flags = {
    status: Flags.option({ options: CERTIFICATE_STATUSES, multiple: true })({
      summary: 'List only those in this state. Repeat for more.',
    }),
    'max-items': listFlags['max-items'],
    ...watchFlags,
  };
  protected override readonly fields = CERTIFICATE_SUMMARY_FIELDS;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(CertificateList);
    return listing({
      rows: listCertificates(await this.backend(), { statuses: flags.status, maxItems: flags['max-items'] }),
      fields: CERTIFICATE_SUMMARY_FIELDS,
      key: 'certificateArn',
      empty: `There are no ${flags.status === undefined ? '' : 'such '}certificates. Request one: worklink certificate request NAME`,
    });
  }
}
