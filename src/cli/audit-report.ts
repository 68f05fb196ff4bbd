import * as Flags from '@oclif/core/flags';
import { type AuditReport } from '../core/audit/report.js';
import { REPORT_TABLES, type ReportTableName } from './fields/audit-fields.js';
import { type Host } from './host.js';
import { writeSecretFile } from './output-file.js';
import { listing, type Listing } from './results.js';

const DAY_MS = 86_400_000;
const DEFAULT_ROWS = 20;
const MOST_ROWS = 10_000;

/** What a report is to be of, and how it is to be shown. */
export const reportFlags = {
  records: Flags.string({
    summary: 'Report of a file of records instead, compressed with gzip or not. Repeat for more.',
    helpValue: 'FILE|-',
    multiple: true,
    exclusive: ['stream'],
  }),
  user: Flags.string({
    summary: 'Only accesses of this user. Repeat for more.',
    helpValue: 'USER',
    multiple: true,
  }),
  domain: Flags.string({
    summary: 'Only content of this domain. Repeat for more.',
    helpValue: 'NAME',
    multiple: true,
  }),
  per: Flags.option({ options: ['hour', 'day'] as const })({
    summary: 'How finely times are told; hours where at most two days are reported, days else.',
  }),
  top: Flags.integer({
    summary: 'How many rows a table has at most.',
    helpValue: 'COUNT',
    default: DEFAULT_ROWS,
    min: 1,
    max: MOST_ROWS,
  }),
  by: Flags.option({ options: Object.keys(REPORT_TABLES) as ReportTableName[] })({
    summary: 'Show this table of the report alone.',
  }),
  html: Flags.string({ summary: 'Write the report into a file as a web page, too.', helpValue: 'PATH' }),
  force: Flags.boolean({ summary: 'Overwrite the file where it exists.', dependsOn: ['html'] }),
};

/** How finely times are told where nobody says. */
export function usualPer(
  { from, to }: { readonly from?: Date | undefined; readonly to?: Date | undefined },
  now: Date,
): 'hour' | 'day' {
  return from !== undefined && (to ?? now).getTime() - from.getTime() <= 2 * DAY_MS ? 'hour' : 'day';
}

/** One table of a report. */
export function reportTable(report: AuditReport, by: ReportTableName): Listing {
  const table = report[by];
  const rows = 'rows' in table ? table.rows : table;
  return listing({ rows, fields: REPORT_TABLES[by], empty: 'There were no accesses.' });
}

/** What a person is told of a report besides it. */
export function reportNotices(report: AuditReport): readonly string[] {
  const tables = ['users', 'domains', 'content', 'times', 'devices', 'deviceModels'] as const;
  const inexact = tables.filter((name) => !report[name].isExact);
  if (inexact.length === 0) return [];
  return [
    `There is too much to be counted exactly by ${inexact.join(', ')}: each count is that many at least, and mayMiss says how many more it may be.`,
  ];
}

/**
 * Writes a report as a web page that nobody but its owner reads: it says who accessed what.
 *
 * @returns the file's absolute path
 * @throws WorklinkError as `writeSecretFile` says
 */
export async function writePage(
  report: AuditReport,
  { subject, madeAt }: { readonly subject: string; readonly madeAt: Date },
  { path, force }: { readonly path: string; readonly force: boolean },
  host: Host,
): Promise<string> {
  // Loaded with the library that draws, which is large.
  const { renderPage } = await import('../core/audit/page/page.js');
  return writeSecretFile(path, renderPage(report, { subject, madeAt }), force, host);
}
