import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag } from '../../cli/common-flags.js';
import { readGivenFiles } from '../../cli/given-files.js';
import { ManyCasCommand } from '../../cli/many/many-cas.js';
import { plannedCall, type Result } from '../../cli/results.js';
import { sayFindings } from '../../cli/say-findings.js';
import { BULK_UPLOADS, namesOf } from '../../cli/fields/website-ca-fields.js';
import { readGivenCertificates } from '../../core/admin/certificates/given-certificates.js';
import { serviceTime } from '../../core/admin/service-time.js';
import {
  planWebsiteCaUploads,
  uploadWebsiteCa,
  type WebsiteCaUpload,
} from '../../core/admin/website-cas/website-cas-upload.js';

export default class CaUpload extends ManyCasCommand {
  static override summary = 'Upload certificate authorities that the websites of a fleet use.';
  static override description =
    'Files are PEM, DER or PKCS#7 (.p7b), and may hold several certificates: each becomes a website CA of its own. Each must be the certificate of an authority, valid now, and not be there already; one that is refused does not stop the others. A file with a private key in it is refused whole.';
  static override examples = [
    {
      description: 'Upload the root that your web servers’ certificates lead to',
      command: 'worklink ca upload root.pem --fleet sales --display-name "Example root"',
    },
    {
      description: 'See what uploading all that a bundle holds would do',
      command: 'worklink ca upload bundle.p7b -f sales --dry-run',
    },
  ];
  static override args = {
    file: Args.string({ description: 'Files of certificates. - is standard input.', multiple: true }),
  };
  static override flags = {
    ...fleetFlag,
    'display-name': Flags.string({ summary: 'Name of the one certificate given.', helpValue: 'TEXT' }),
    'allow-expired': Flags.boolean({ summary: 'Upload certificates that have expired, too.' }),
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(CaUpload);
    const question = { message: 'File of the certificate', flag: 'FILE' };
    const paths = args.file ?? [await this.asker.required(undefined, question)];
    const certificates = readGivenCertificates(await readGivenFiles(paths, 'FILE', this.host));
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const plans = await planWebsiteCaUploads(backend, fleet, {
      certificates,
      displayName: flags['display-name'],
      allowExpired: flags['allow-expired'],
      now: serviceTime(backend, this.host.timer),
      clock: this.host.timer,
      signal: this.host.signal,
    });
    for (const plan of plans) await sayFindings(this.talk, plan.state === 'done' ? plan.value.findings : []);
    return this.work(
      {
        ...{ plans, subject: BULK_UPLOADS, doing: 'Uploading', done: 'uploaded' },
        dryRun: {
          says: (ready) => `Would upload ${namesOf(ready.map(shown))} to fleet ${fleet}.`,
          call: ({ input }) => plannedCall('AssociateWebsiteCertificateAuthority', input),
        },
        act: (upload) => uploadWebsiteCa(backend, upload),
        rowOf: ({ file, certificate: { subject, sha256, notAfter } }) => ({
          file,
          subject,
          sha256,
          notAfter,
        }),
      },
      flags['dry-run'],
    );
  }
}

function shown({ input, certificate }: WebsiteCaUpload) {
  const { DisplayName: displayName } = input;
  return {
    websiteCaId: certificate.sha256,
    subject: certificate.subject,
    ...(displayName === undefined ? {} : { displayName }),
  };
}
