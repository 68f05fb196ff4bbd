import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/base-command.js';
import { writeLogFiles } from '../../cli/log-files.js';
import { outcome, type Outcome } from '../../cli/results.js';
import { timeFlags, timeOf } from '../../cli/trail-flags.js';
import { serviceTime } from '../../core/admin/service-time.js';
import { historyNotice, trailEvents } from '../../core/admin/trail/events.js';
import { logFiles, logPlace, wholeWindows } from '../../core/admin/trail/log-files.js';
import { counted } from '../../core/text.js';

export default class TrailExport extends BaseCommand {
  static override summary = 'Write the trail into log files as CloudTrail delivers them.';
  static override description =
    "Compressed JSON of five minutes each, in CloudTrail's folders and with its names: AWSLogs/ACCOUNT/CloudTrail/REGION/YYYY/MM/DD. Times are widened to whole five minutes. A file is never overwritten: one with the same events has the same name, so that an export can be repeated or gone on with. At AWS it is CloudTrail's event history, which reaches back 90 days.";
  static override examples = [
    { description: 'Write all there is', command: 'worklink trail export --directory logs' },
    { description: 'Write the last day', command: 'worklink trail export --directory logs --from 24h' },
  ];
  static override flags = {
    directory: Flags.string({
      summary: 'Folder to write into; made where it is not there.',
      helpValue: 'PATH',
    }),
    ...timeFlags,
  };

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(TrailExport);
    const question = { message: 'Folder to write into', flag: '--directory' };
    const directory = await this.asker.required(flags.directory, question);
    const backend = await this.backend();
    const now = serviceTime(backend, this.host.timer);
    const time = timeOf(flags, now);
    const events = trailEvents(backend, wholeWindows(time));
    const place = await logPlace(backend);
    const data = await this.talk.during('Exporting the trail', (update) =>
      writeLogFiles(logFiles(events, place), directory, this.host, (soFar) => {
        update(`Exporting the trail: ${String(soFar.events)} events in ${String(soFar.files)} files`);
      }),
    );
    const there = data.files - data.written;
    return outcome({
      data,
      message: `Wrote ${counted(data.written, 'log file')} below ${data.directory}, of ${counted(data.events, 'event')} in all${there > 0 ? `; ${counted(there, 'file')} stood there already` : ''}.`,
      notices: () => historyNotice(backend, time.from, now),
    });
  }
}
