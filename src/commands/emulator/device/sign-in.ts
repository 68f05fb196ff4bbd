import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag } from '../../../cli/common-flags.js';
import { EMULATED_DEVICE_FIELDS } from '../../../cli/fields/device-fields.js';
import { emulatorOf } from '../../../cli/emulator/capability.js';
import { EmulatorCommand } from '../../../cli/emulator/emulator-command.js';
import {
  presentedCertificate,
  presentedCertificateFlag,
} from '../../../cli/emulator/presented-certificate.js';
import { outcome, type Outcome, planned } from '../../../cli/results.js';

export default class EmulatorDeviceSignIn extends EmulatorCommand {
  static override summary = 'Sign a user in on a phone that is not there.';
  static override description =
    'What the app does with a company code, but for the identity provider: one must be linked, and is not asked who the user is. A phone that signed in before is named by --device-id; it is a new one otherwise.';
  static override examples = [
    {
      description: 'Sign a user in on a new phone',
      command:
        'worklink emulator device sign-in "$(worklink fleet show sales --query companyCode -o text)" alice@example.com --manufacturer Google --model "Pixel 4" --os Android --os-version 10',
    },
    {
      description: 'Sign in again on the same phone',
      command:
        'worklink emulator device sign-in "$(worklink fleet show sales --query companyCode -o text)" alice@example.com --device-id phone-1',
    },
  ];
  static override args = {
    code: Args.string({ description: 'Company code of the fleet.' }),
    user: Args.string({ description: 'User, as the identity provider would name them.' }),
  };
  static override flags = {
    'device-id': Flags.string({
      summary: 'Device that signed in before, or the id of a new one.',
      helpValue: 'ID',
    }),
    manufacturer: Flags.string({ summary: 'Who made it.', helpValue: 'NAME' }),
    model: Flags.string({ summary: 'Its model.', helpValue: 'NAME' }),
    os: Flags.string({ summary: 'Its operating system.', helpValue: 'NAME' }),
    'os-version': Flags.string({ summary: 'The version of that.', helpValue: 'VERSION' }),
    'patch-level': Flags.string({ summary: 'The patch level of that.', helpValue: 'LEVEL' }),
    ...presentedCertificateFlag,
    ...dryRunFlag,
  };
  protected override readonly fields = EMULATED_DEVICE_FIELDS;

  async run(): Promise<Outcome> {
    const { args, flags } = await this.parse(EmulatorDeviceSignIn);
    const companyCode = await this.asker.required(args.code, { message: 'Company code', flag: 'CODE' });
    const username = await this.asker.required(args.user, { message: 'User name', flag: 'USER' });
    const { 'device-id': deviceId, 'os-version': osVersion, 'patch-level': patchLevel } = flags;
    const { devices } = emulatorOf(await this.backend());
    const data = await devices.signIn({
      companyCode,
      username,
      ...(deviceId !== undefined && { deviceId }),
      description: {
        ...(flags.model !== undefined && { model: flags.model }),
        ...(flags.manufacturer !== undefined && { manufacturer: flags.manufacturer }),
        ...(flags.os !== undefined && { operatingSystem: flags.os }),
        ...(osVersion !== undefined && { operatingSystemVersion: osVersion }),
        ...(patchLevel !== undefined && { patchLevel }),
      },
      ...(await presentedCertificate(flags, this.host)),
      dryRun: flags['dry-run'],
    });
    if (flags['dry-run']) return planned(`Would sign ${username} in on a device.`, []);
    const message = `Signed ${username} in on device ${data.deviceId}.`;
    return outcome({ data, fields: EMULATED_DEVICE_FIELDS, message });
  }
}
