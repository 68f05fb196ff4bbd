import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { INSPECTION_FIELDS } from '../../cli/certificate-texts.js';
import { checkFailure } from '../../cli/fields/findings-field.js';
import { details, type Details } from '../../cli/results.js';
import { readNamedFile, readValue } from '../../cli/values.js';
import { inspectFile, needsPassword } from '../../core/admin/certificates/certificate-inspect.js';
import { ownError } from '../../core/errors.js';

/** Longer than any password, in bytes. */
const MAX_PASSWORD_BYTES = 4096;

export default class CertificateInspect extends BaseCommand {
  static override summary = 'Say what is in a file of certificates.';
  static override description =
    'PEM, DER, PKCS#7 (.p7b), PKCS#12 (.p12, .pfx) or a certificate signing request. Private keys are counted, and nothing of them is shown. In JSON, a Subject Alternative Name is its form, a colon and its value, such as DNS:www.example.com or IP:192.0.2.1. The exit code is 3 where anything in the file cannot be read.';
  static override examples = [
    { description: 'Look into a file', command: 'worklink certificate inspect cert.pem' },
    {
      description: 'The names in it, for a script',
      command: 'worklink certificate inspect cert.pem --query "certificates[0].subjectAltNames" -o text',
    },
  ];
  static override args = { file: Args.string({ description: 'The file; - is standard input.' }) };
  static override flags = {
    'password-file': Flags.string({ summary: 'Password of a PKCS#12 file.', helpValue: 'FILE|-' }),
  };
  protected override readonly fields = INSPECTION_FIELDS;

  async run(): Promise<Details> {
    const { args, flags } = await this.parse(CertificateInspect);
    const file = await this.asker.required(args.file, { message: 'File', flag: 'FILE' });
    const from = flags['password-file'];
    if (file === '-' && from === '-') {
      throw ownError('Usage', 'Standard input can be read only once.', {
        hint: 'Give a file for one of them.',
      });
    }
    const bytes = await readNamedFile(file, this.host, { flag: 'FILE' });
    const given = from === undefined ? undefined : await this.#password(from);
    const now = this.host.timer.now();
    let data = inspectFile(bytes, given, now);
    if (given === undefined && needsPassword(data) && this.asker.canAsk) {
      const question = { message: 'Password of the PKCS#12 file', flag: '--password-file' };
      data = inspectFile(bytes, await this.asker.secret(question), now);
    }
    return details({ data, fields: INSPECTION_FIELDS, failure: () => checkFailure(data.findings) });
  }

  #password(file: string): Promise<string> {
    const source = file === '-' ? '-' : `@${file.replace(/^@/, '')}`;
    return readValue(source, this.host, { flag: '--password-file', maxBytes: MAX_PASSWORD_BYTES });
  }
}
