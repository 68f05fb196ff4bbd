import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { CERTIFICATE_FIELDS } from '../../cli/fields/certificate-fields.js';
import { readCertificateFiles } from '../../cli/certificate-files.js';
import { dryRunFlag } from '../../cli/common-flags.js';
import { outcome, type Outcome, planned } from '../../cli/results.js';
import {
  importCertificate,
  planCertificateImport,
  shownImport,
} from '../../core/admin/certificates/certificates-import.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class CertificateImport extends BaseCommand {
  static override summary = 'Import a certificate with its private key.';
  static override description =
    'Files are PEM or DER. The key must be the certificate’s own, the chain must lead up from it; where the file of the certificate holds the whole chain, --chain is not needed. An encrypted key is decrypted here, its passphrase read from a file or asked for. The certificate is ISSUED at once.';
  static override examples = [
    {
      description: 'Import a certificate with its chain',
      command: 'worklink certificate import --certificate cert.pem --private-key key.pem --chain chain.pem',
    },
    {
      description: 'Replace an imported one that is about to expire, keeping its ARN',
      command:
        'worklink certificate import --certificate fullchain.pem --private-key key.pem --replace intranet.example.com',
    },
  ];
  static override flags = {
    certificate: Flags.string({ summary: 'The certificate; its chain may follow it.', helpValue: 'FILE|-' }),
    'private-key': Flags.string({ summary: 'Its private key.', helpValue: 'FILE|-' }),
    chain: Flags.string({ summary: 'The certificates above it.', helpValue: 'FILE|-' }),
    'passphrase-file': Flags.string({ summary: 'Passphrase of an encrypted key.', helpValue: 'FILE|-' }),
    replace: Flags.string({
      summary: 'Imported certificate to replace, by ARN or domain name.',
      helpValue: 'CERTIFICATE',
    }),
    ...dryRunFlag,
  };
  protected override readonly fields = CERTIFICATE_FIELDS;

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(CertificateImport);
    const question = (message: string, flag: string) => ({ message: `File of the ${message}`, flag });
    const paths = {
      certificate: await this.asker.required(flags.certificate, question('certificate', '--certificate')),
      privateKey: await this.asker.required(flags['private-key'], question('private key', '--private-key')),
      chain: flags.chain,
      passphrase: flags['passphrase-file'],
    };
    const files = await readCertificateFiles(paths, { host: this.host, asker: this.asker, talk: this.talk });
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const plan = await planCertificateImport(backend, files, now, flags.replace);
    if (flags['dry-run']) {
      const call = { operation: 'ImportCertificate', input: shownImport(plan) };
      return planned(`Would import the certificate of ${plan.subject}.`, [call]);
    }
    const data = await importCertificate(backend, plan);
    const verb = flags.replace === undefined ? 'Imported' : 'Replaced';
    const message = `${verb} certificate ${data.certificateArn} for ${data.domainName} (${data.status}).`;
    return outcome({ data, fields: CERTIFICATE_FIELDS, message });
  }
}
