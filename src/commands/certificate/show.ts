import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_FIELDS } from '../../cli/fields/certificate-fields.js';
import { details, type Details } from '../../cli/results.js';
import { showCertificate } from '../../core/admin/certificates/certificates.js';

export default class CertificateShow extends BaseCommand {
  static override summary = 'Show a certificate.';
  static override description =
    'Its names, state, validity and who uses it, and for a requested one the DNS records that validate it.';
  static override examples = [
    { description: 'Show a certificate', command: 'worklink certificate show intranet.example.com' },
    {
      description: 'Its validation records alone',
      command: 'worklink certificate show intranet.example.com --query validationRecords -o csv',
    },
  ];
  static override args = {
    certificate: Args.string({
      description: 'Certificate, by ARN, or by domain name where no other has the same.',
    }),
  };
  protected override readonly fields = CERTIFICATE_FIELDS;

  async run(): Promise<Details> {
    const { args } = await this.parse(CertificateShow);
    const question = { message: 'Certificate (ARN or domain name)', flag: 'CERTIFICATE' };
    const reference = await this.asker.required(args.certificate, question);
    return details({
      data: await showCertificate(await this.backend(), reference),
      fields: CERTIFICATE_FIELDS,
    });
  }
}
