import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_FIELDS } from '../../cli/fields/certificate-fields.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { details, planned, type Result } from '../../cli/results.js';
import { planCertificateRequest, requestCertificate } from '../../core/admin/certificates/certificates.js';
import { ownError } from '../../core/errors.js';

export default class CertificateRequest extends BaseCommand {
  static override summary = 'Request a certificate that is validated by DNS.';
  static override description =
    'It is PENDING_VALIDATION until the CNAME records shown are found in the DNS, one for each name; then it is ISSUED. On the local backend, worklink certificate validate has them found.';
  static override examples = [
    { description: 'Request a certificate', command: 'worklink certificate request intranet.example.com' },
    {
      description: 'For several names',
      command:
        'worklink certificate request --domain example.com --san "*.example.com" --san wiki.example.net',
    },
  ];
  static override args = { name: Args.string({ description: 'Domain name; the same as --domain.' }) };
  static override flags = {
    domain: Flags.string({ summary: 'Domain name it is for. May begin with a wildcard.', helpValue: 'NAME' }),
    san: Flags.string({
      summary: 'Further name it is for (Subject Alternative Name). Repeat for more.',
      helpValue: 'NAME',
      multiple: true,
    }),
    ...dryRunFlag,
  };
  protected override readonly fields = CERTIFICATE_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(CertificateRequest);
    if (args.name !== undefined && flags.domain !== undefined) {
      throw ownError('Usage', 'The domain name is given twice.', {
        hint: 'Give NAME or --domain. Further names go in --san.',
      });
    }
    const question = { message: 'Domain name', flag: '--domain' };
    const name = await this.asker.required(args.name ?? flags.domain, question);
    const request = planCertificateRequest(name, flags.san ?? []);
    const backend = await this.backend();
    if (flags['dry-run']) {
      return planned(`Would request a certificate for ${request.domainName}.`, [
        { operation: 'RequestCertificate', input: { ...request, validationMethod: 'DNS' } },
      ]);
    }
    const data = await requestCertificate(backend, request);
    const late = `The validation records are not there yet. See worklink certificate show ${data.certificateArn}`;
    return details({
      data,
      fields: CERTIFICATE_FIELDS,
      notices: () => [
        data.validationRecords.length === 0 ? late : 'Create the validation records in your DNS.',
      ],
    });
  }
}
