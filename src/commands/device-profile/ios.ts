import * as Flags from '@oclif/core/flags';
import { fleetFlag } from '../../cli/common-flags.js';
import { profileFlags, ProfilesCommand } from '../../cli/device-profiles.js';
import { IOS_TOOLS, instructionsDocument, iosInstructions } from '../../cli/instructions.js';
import { type Result } from '../../cli/results.js';

export default class DeviceProfileIos extends ProfilesCommand {
  static override summary = 'Make the configuration profile of an iOS device, or of many.';
  static override description =
    'It holds the device certificate and the VPN that presents it, and asks for the certificate’s password when it is installed. Made anew for the same user, it updates the one on the device. Where the certificate is encrypted in a way that Apple’s importer is reported to refuse, that is said, and --rewrap writes it again. With --csv, one user that fails does not stop the others, and files that are there are passed over. --for says how the guide’s other tools are set instead.';
  static override examples = [
    {
      description: 'The profile of one device',
      command:
        'worklink device-profile ios --p12 ana.p12 --p12-password-file ana.password --fleet sales --rewrap --output-file ana.mobileconfig',
    },
    {
      description: 'Signed profiles of all users of a list',
      command:
        'worklink device-profile ios --csv issued.csv -f sales --directory profiles --sign-with signer.p12 --sign-password-file signer.password',
    },
    {
      description: 'The settings for VMware AirWatch',
      command: 'worklink device-profile ios --for airwatch',
    },
    {
      description: 'What a list would lead to, before anything is written',
      command: 'worklink device-profile ios --csv issued.csv -f sales --directory profiles --dry-run',
    },
  ];
  static override flags = {
    ...fleetFlag,
    ...profileFlags,
    for: Flags.option({ options: IOS_TOOLS })({
      summary: 'Say how another tool is set.',
      exclusive: ['p12', 'csv'],
    }),
  };

  async run(): Promise<Result> {
    const { flags } = await this.parse(DeviceProfileIos);
    if (flags.for !== undefined) return instructionsDocument(iosInstructions(flags.for));
    return this.profiles(flags.fleet, flags);
  }
}
