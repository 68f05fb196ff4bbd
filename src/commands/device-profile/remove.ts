import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { REMOVAL_TOOLS, removalInstructions, instructionsDocument } from '../../cli/instructions.js';
import { type TextDocument } from '../../cli/results.js';

export default class DeviceProfileRemove extends BaseCommand {
  static override summary = 'Say how device certificates are removed from devices.';
  static override description =
    'By the tool that deployed them. Those that were deployed by hand with a USB cable cannot be removed at this time.';
  static override examples = [
    { description: 'Deployed by AirWatch', command: 'worklink device-profile remove --for airwatch' },
    { description: 'Deployed by Intune', command: 'worklink device-profile remove --for intune' },
  ];
  static override flags = {
    for: Flags.option({ options: REMOVAL_TOOLS })({
      summary: 'The tool that deployed them.',
      required: true,
    }),
  };

  async run(): Promise<TextDocument> {
    const { flags } = await this.parse(DeviceProfileRemove);
    return instructionsDocument(removalInstructions(flags.for));
  }
}
