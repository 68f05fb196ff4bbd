import * as Args from '@oclif/core/args';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_FIELDS } from '../../cli/fields/certificate-fields.js';
import { dryRunFlag, yesFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import { checkCertificateDeletion, deleteCertificate } from '../../core/admin/certificates/certificates.js';

export default class CertificateDelete extends BaseCommand {
  static override summary = 'Delete a certificate that no domain uses.';
  static override description =
    'It cannot be taken back. Domains that use it are disassociated first; worklink certificate show names their fleets.';
  static override examples = [
    {
      description: 'Delete a certificate, being asked',
      command: 'worklink certificate delete old.example.com',
    },
    { description: 'Delete it from a script', command: 'worklink certificate delete old.example.com --yes' },
  ];
  static override args = {
    certificate: Args.string({
      description: 'Certificate, by ARN, or by domain name where no other has the same.',
    }),
  };
  static override flags = { ...yesFlag, ...dryRunFlag };
  protected override readonly fields = CERTIFICATE_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(CertificateDelete);
    const question = { message: 'Certificate (ARN or domain name)', flag: 'CERTIFICATE' };
    const reference = await this.asker.required(args.certificate, question);
    const backend = await this.backend();
    const data = await checkCertificateDeletion(backend, reference);
    const what = `certificate ${data.certificateArn} (${data.domainName})`;
    if (flags['dry-run']) {
      return planned(`Would delete ${what}.`, [
        { operation: 'DeleteCertificate', input: { certificateArn: data.certificateArn } },
      ]);
    }
    await this.asker.confirm(flags.yes, { message: `Deleting ${what} cannot be taken back.`, flag: '--yes' });
    await deleteCertificate(backend, data);
    return outcome({ data, fields: CERTIFICATE_FIELDS, message: `Deleted ${what}.` });
  }
}
