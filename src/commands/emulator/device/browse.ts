import * as Args from '@oclif/core/args';
import { dryRunFlag, fleetFlag } from '../../../cli/common-flags.js';
import { BROWSING_FIELDS } from '../../../cli/fields/device-fields.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import {
  presentedCertificate,
  presentedCertificateFlag,
} from '../../../cli/emulator/presented-certificate.js';
import { details, type Result, planned } from '../../../cli/results.js';
import { browse } from '../../../core/admin/devices/emulated-devices.js';
import { ownError } from '../../../core/errors.js';

export default class EmulatorDeviceBrowse extends EmulatorCommand {
  static override summary = 'Open a page on an emulated device.';
  static override description =
    'Says whether the page would be shown: that depends on the fleet, the device and its certificate, the domain, and the company network. No site is asked. A linked audit stream is told of the visit, shown or not. The exit code is 3 where the page is not shown.';
  static override examples = [
    {
      description: 'Open a page',
      command: 'worklink emulator device browse phone-1 https://intranet.example.com/ --fleet sales',
    },
    {
      description: 'See whether the domain is why a page is not shown',
      command:
        'worklink emulator device browse phone-1 https://wiki.example.com/ -f sales --query refusal.code -o text',
    },
  ];
  static override args = {
    device: Args.string({ description: 'Device, by id.' }),
    url: Args.string({ description: 'Web address of the page.' }),
  };
  static override flags = { ...fleetFlag, ...presentedCertificateFlag, ...dryRunFlag };
  protected override readonly fields = BROWSING_FIELDS;

  async run(): Promise<Result> {
    const { args, flags } = await this.parse(EmulatorDeviceBrowse);
    const deviceId = await this.asker.required(args.device, { message: 'Device id', flag: 'DEVICE' });
    const url = await this.asker.required(args.url, { message: 'Web address', flag: 'URL' });
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const { devices } = emulatorOf(backend);
    const certificate = await presentedCertificate(flags, this.host);
    const dryRun = flags['dry-run'];
    const data = await browse(backend, devices, fleet, { deviceId, url, ...certificate, dryRun });
    const { refusal, auditProblem } = data;
    if (dryRun) return planned(`Would ${refusal === undefined ? 'open' : 'be refused'} ${data.url}.`, []);
    return details({
      data,
      fields: BROWSING_FIELDS,
      notices: () =>
        auditProblem === undefined ? [] : [`The audit stream was not told of it: ${auditProblem}`],
      failure: () =>
        refusal &&
        ownError('CheckFailed', refusal.message, { hint: refusal.hint, details: { code: refusal.code } }),
    });
  }
}
