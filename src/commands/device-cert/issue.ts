import { deviceCertFlags, DeviceCertificatesCommand } from '../../cli/device-certificates.js';
import { type Listing } from '../../cli/results.js';

export default class DeviceCertIssue extends DeviceCertificatesCommand {
  static override summary = 'Issue device certificates to try a device policy with.';
  static override description =
    'Makes a certificate authority (device-ca.pem, device-ca.key), or uses one, and for each user a PKCS#12 file that iOS and Android import, for client authentication. All files are for their owner alone. Users whose file exists are passed over, so that a run can be taken up again; issued.csv lists them for worklink device-profile ios. It is no public key infrastructure: nothing is revoked.';
  static override examples = [
    {
      description: 'An authority and certificates for two users, each with a password of its own',
      command:
        'worklink device-cert issue --user ana@example.com --user ben@example.com --directory devices --generate-passwords',
    },
    {
      description: 'For the users of a list, from an authority of your own',
      command:
        'worklink device-cert issue --csv issued.csv --directory trial --ca-cert device-ca.pem --ca-key device-ca.key --p12-password-file ana.password',
    },
    {
      description: 'What a list would lead to, before anything is written',
      command: 'worklink device-cert issue --csv issued.csv --directory trial --generate-passwords --dry-run',
    },
  ];
  static override flags = deviceCertFlags;

  async run(): Promise<Listing> {
    const { flags } = await this.parse(DeviceCertIssue);
    return this.issue(flags);
  }
}
