import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { VERIFICATION_FIELDS } from '../../cli/certificate-texts.js';
import { checkFailure } from '../../cli/fields/findings-field.js';
import { readGivenFiles } from '../../cli/given-files.js';
import { details, type Details } from '../../cli/results.js';
import { PURPOSES, verifyCertificate } from '../../core/admin/certificates/certificate-verify.js';
import { ownError } from '../../core/errors.js';
import { parseMoment } from '../../core/model/moment.js';
import { quote } from '../../core/text.js';

export default class CertificateVerify extends BaseCommand {
  static override summary = 'Verify a certificate against certificate authorities.';
  static override description =
    'As device policies and domain checks do: only the authorities given are trusted, those of the system are not. Checked are signatures, validity, basic constraints, key usage, path length, name constraints, critical extensions, strength and purpose (RFC 5280); not revocation. SHA-1 in the chain is a warning, MD5 refuses. The exit code is 3 where the certificate is refused.';
  static override examples = [
    { description: 'Verify a certificate', command: 'worklink certificate verify cert.pem --ca chain.pem' },
    {
      description: 'For a host, at a moment to come',
      command:
        'worklink certificate verify cert.pem --ca chain.pem --intermediates chain.pem --hostname intranet.example.com --at 2026-12-24',
    },
  ];
  static override args = { file: Args.string({ description: 'The certificate; - is standard input.' }) };
  static override flags = {
    ca: Flags.string({
      summary: 'Authorities to trust. Repeat for more.',
      helpValue: 'FILE',
      multiple: true,
    }),
    intermediates: Flags.string({
      summary: 'Certificates between. Repeat for more.',
      helpValue: 'FILE',
      multiple: true,
    }),
    at: Flags.string({ summary: 'When, instead of now.', helpValue: 'TIME' }),
    hostname: Flags.string({ summary: 'Host it must be for: a name or an IP address.', helpValue: 'NAME' }),
    purpose: Flags.option({ options: PURPOSES })({
      summary: 'What it must be for; server where --hostname is given, else any.',
    }),
  };
  protected override readonly fields = VERIFICATION_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(CertificateVerify);
    const file = await this.asker.required(args.file, { message: 'File of the certificate', flag: 'FILE' });
    const question = { message: 'File of the authority to trust', flag: '--ca' };
    const cas = flags.ca ?? [await this.asker.required(undefined, question)];
    const intermediates = flags.intermediates ?? [];
    const at = flags.at === undefined ? this.host.timer.now() : momentOf(flags.at);
    const files = await readGivenFiles(
      [file, ...cas, ...intermediates],
      'FILE, --ca, --intermediates',
      this.host,
    );
    const [leaf = { name: file, bytes: new Uint8Array() }, ...others] = files;
    const data = verifyCertificate({
      leaf,
      cas: others.slice(0, cas.length),
      intermediates: others.slice(cas.length),
      ...{ at, hostname: flags.hostname, purpose: flags.purpose },
    });
    return details({ data, fields: VERIFICATION_FIELDS, failure: () => checkFailure(data.findings) });
  }
}

function momentOf(text: string): Date {
  const moment = parseMoment(text);
  if (moment !== undefined) return moment;
  throw ownError('Usage', `--at: ${quote(text)} is not a time with its zone.`, {
    hint: 'Such as 2030-01-31T12:00:00Z, or 2030-01-31 for its beginning in UTC.',
  });
}
