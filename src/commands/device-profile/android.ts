import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { ANDROID_TOOLS, androidInstructions, instructionsDocument } from '../../cli/instructions.js';
import { type TextDocument } from '../../cli/results.js';

export default class DeviceProfileAndroid extends BaseCommand {
  static override summary = 'Say how device certificates are deployed on Android devices.';
  static override description =
    'The steps and settings for a USB cable, VMware AirWatch or Microsoft Intune, as the administration guide has them.';
  static override examples = [
    { description: 'By cable', command: 'worklink device-profile android --for usb' },
    {
      description: 'The VPN settings for AirWatch, for a script',
      command: 'worklink device-profile android --for airwatch --query settings -o json',
    },
  ];
  static override flags = {
    for: Flags.option({ options: ANDROID_TOOLS })({
      summary: 'The tool that deploys them.',
      default: 'usb',
    }),
  };

  async run(): Promise<TextDocument> {
    const { flags } = await this.parse(DeviceProfileAndroid);
    return instructionsDocument(androidInstructions(flags.for));
  }
}
