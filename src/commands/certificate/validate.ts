import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_FIELDS } from '../../cli/fields/certificate-fields.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import {
  checkCertificateValidation,
  validateCertificate,
} from '../../core/admin/certificates/certificates.js';

export default class CertificateValidate extends BaseCommand {
  static override summary = 'Have a requested certificate validated, on the local backend.';
  static override description =
    'The emulator asks no DNS: this has it find the validation records in place, and issue the certificate. Elsewhere the records themselves do it.';
  static override examples = [
    { description: 'Validate a certificate', command: 'worklink certificate validate intranet.example.com' },
    {
      description: 'See whether there is anything to validate',
      command: 'worklink certificate validate intranet.example.com --dry-run',
    },
  ];
  static override args = {
    certificate: Args.string({
      description: 'Certificate, by ARN, or by domain name where no other has the same.',
    }),
  };
  static override flags = dryRunFlag;
  protected override readonly fields = CERTIFICATE_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(CertificateValidate);
    const question = { message: 'Certificate (ARN or domain name)', flag: 'CERTIFICATE' };
    const reference = await this.asker.required(args.certificate, question);
    const backend = await this.backend();
    const pending = await checkCertificateValidation(backend, reference);
    const { certificateArn } = pending;
    if (flags['dry-run']) {
      const message = `Would have certificate ${certificateArn} validated.`;
      return planned(message, [{ operation: 'ValidateCertificate', input: { certificateArn } }]);
    }
    const data = await validateCertificate(backend, pending);
    const message = `Validated certificate ${certificateArn} for ${data.domainName} (${data.status}).`;
    return outcome({ data, fields: CERTIFICATE_FIELDS, message });
  }
}
