import { REPORT_FIELDS } from '../../cli/fields/audit-fields.js';
import { MalformedLines } from '../../cli/audit-malformed.js';
import { reportFlags, reportNotices, reportTable, usualPer, writePage } from '../../cli/audit-report.js';
import { readRecordFiles, streamFlag, streamToRead } from '../../cli/audit-source.js';
import { BaseCommand } from '../../cli/base-command.js';
import { fleetFlag } from '../../cli/common-flags.js';
import { readingText } from '../../cli/reading.js';
import { details, type Result } from '../../cli/results.js';
import { timeFlags, timeOf } from '../../cli/trail-flags.js';
import { readStream, reportOf, startOf } from '../../core/admin/audit/read.js';
import { serviceTime } from '../../core/admin/service-time.js';

export default class AuditReport extends BaseCommand {
  static override summary = 'Report who accessed which content, when, and on what devices.';
  static override description =
    "Of the stream that the fleet writes to, as far as it is still kept, or of files of records that were stored elsewhere. A record that names no fleet counts for any. Times are those of the accesses, in UTC. Counts are exact up to 50,000 users, devices or pages; beyond it those with the most accesses are told, each with how much it may be short of. The page has charts and tables, needs no network, and is its owner's alone to read.";
  static override examples = [
    {
      description: 'The last week of a fleet, as a web page with charts too',
      command: 'worklink audit report --fleet sales --from 7d --html report.html',
    },
    {
      description: 'The users of a file of records, as CSV',
      command: 'worklink audit report --records audit.ndjson --by users -o csv',
    },
    {
      description: 'What a user accessed, hour by hour',
      command: 'worklink audit report -f sales --user alice@example.com --per hour --by times',
    },
  ];
  static override flags = { ...fleetFlag, ...streamFlag, ...timeFlags, ...reportFlags };

  async run(): Promise<Result> {
    const { flags } = await this.parse(AuditReport);
    const { records, fleet, by, top, user: users, domain: domains } = flags;
    const malformed = new MalformedLines(this.talk);
    const source = records === undefined ? await this.stream(flags) : { now: this.host.timer.now() };
    const { now } = source;
    const time = timeOf(flags, now);
    const lines =
      'name' in source
        ? readStream(await this.backend(), source.name, {
            from: startOf(time.from),
            follow: false,
            signal: this.host.signal,
          })
        : readRecordFiles(records ?? [], this.host);
    const { per = usualPer(time, now) } = flags;
    const begun = this.host.timer.now().getTime();
    const report = await this.talk.during('Reading audit records', (update) =>
      reportOf(
        lines,
        { ...time, fleet, users, domains, per, top },
        {
          onMalformed: (place, line) => malformed.tell(place, line),
          onRead: (count) => {
            const elapsedMs = this.host.timer.now().getTime() - begun;
            update(readingText('Reading audit records', count, undefined, elapsedMs));
          },
          signal: this.host.signal,
        },
      ),
    );
    const subject = fleet === undefined ? 'all fleets' : `fleet ${fleet}`;
    const page = flags.html && { path: flags.html, force: flags.force };
    const file = page && (await writePage(report, { subject, madeAt: now }, page, this.host));
    const notices = (): readonly string[] => [
      ...malformed.notices(),
      ...reportNotices(report),
      ...(file === undefined || file === '' ? [] : [`Wrote the page ${file}.`]),
    ];
    if (by !== undefined) return { ...reportTable(report, by), notices };
    return details({ data: report, fields: REPORT_FIELDS, notices });
  }

  private async stream(flags: {
    readonly stream: string | undefined;
    readonly fleet: string | undefined;
  }): Promise<{ readonly name: string; readonly now: Date }> {
    const backend = await this.backend();
    const name = await streamToRead(backend, flags.stream, () => this.fleetFlag(flags.fleet));
    return { name, now: serviceTime(backend, this.host.timer) };
  }
}
