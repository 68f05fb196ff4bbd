import { createHash } from 'node:crypto';
import { type AuditReport, type ReportRow, type ReportTable } from '../report.js';
import { type Bar, drawBars } from './charts.js';
import { type Column, escapeHtml, renderHtmlTable } from './html.js';
import { STYLE } from './style.js';

/** Bars that a chart has at most; the table beside it may have more. */
const BARS = 10;
const TIME_BARS = 400;

/** What a page says besides the report. */
export interface PageFacts {
  /** What was reported of: "fleet sales". */
  readonly subject: string;
  readonly madeAt: Date;
}

/**
 * A report as one page that needs nothing else: no script, no link, and by its Content-Security-Policy nothing but its own style
 * and the pictures in it. A picture is an image, not markup: what is in it can neither run nor reach out.
 */
export function renderPage(report: AuditReport, facts: PageFacts): string {
  const title = `Access to content of ${facts.subject}`;
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p class="quiet">${escapeHtml(periodOf(report))} All times are UTC.</p>
</header>
<main>
${summaryOf(report)}
${report.accesses === 0 ? '<p>There were no accesses.</p>' : sectionsOf(report)}
</main>
<footer><p>Made by worklink on ${escapeHtml(timeText(facts.madeAt))}. Who accessed what is personal data: keep this page accordingly.</p></footer>
</body>
</html>
`;
}

function summaryOf(report: AuditReport): string {
  const numbers: readonly (readonly [string, string])[] = [
    ['Users', countText(report.users)],
    ['Accesses', numberText(report.accesses)],
    ['Refused', numberText(report.refused)],
    ['Devices', countText(report.devices)],
    ['Domains', countText(report.domains)],
    ['Pages', countText(report.content)],
  ];
  const cells = numbers.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`);
  const malformed =
    report.malformed === 0
      ? ''
      : `<p class="warning">${numberText(report.malformed)} lines were no audit records and are not counted.</p>`;
  return `<dl>${cells.join('')}</dl>${malformed}`;
}

function sectionsOf(report: AuditReport): string {
  const { per, users, domains, content, times, hoursOfDay, devices, deviceModels } = report;
  const standing = { direction: 'standing' } as const;
  const lying = { direction: 'lying' } as const;
  return [
    section(
      `When: by ${per}`,
      times,
      [
        name(per === 'hour' ? 'Hour' : 'Day', ({ time }) => momentText(time, per)),
        number('Users', (row) => row.users),
        ...counts(),
      ],
      { ...standing, label: ({ time }) => momentText(time, per), most: TIME_BARS, latest: true },
    ),
    section(
      'When: by hour of the day',
      { count: hoursOfDay.length, isExact: true, rows: hoursOfDay },
      [
        name('Hour', ({ hour }) => hourText(hour)),
        number('Accesses', ({ accesses }) => accesses),
        number('Refused', ({ refused }) => refused),
      ],
      { ...standing, label: ({ hour }) => String(hour), most: hoursOfDay.length },
    ),
    section(
      'Content: domains',
      domains,
      [name('Domain', (row) => row.domainName), number('Users', (row) => row.users), ...counts()],
      { ...lying, label: (row) => row.domainName },
    ),
    section('Content: pages', content, [name('Page', ({ url }) => url), ...counts()]),
    section(
      'Users',
      users,
      [
        name('User', (row) => row.username),
        number('Devices', (row) => row.devices),
        ...counts(),
        time('Last access', ({ lastTime }) => lastTime),
      ],
      { ...lying, label: (row) => row.username },
    ),
    section(
      'Devices: models',
      deviceModels,
      [
        name('Model', modelText),
        text('System', systemText),
        number('Devices', (row) => row.devices),
        ...counts(),
      ],
      { ...lying, label: (row) => [modelText(row), systemText(row) ?? ''].join(' ').trim() },
    ),
    section('Devices', devices, [
      name('Device', ({ deviceId }) => deviceId),
      text('User', ({ username }) => username),
      text('Model', (row) => [modelText(row), systemText(row) ?? ''].join(' ').trim()),
      ...counts(),
      time('Last access', ({ lastTime }) => lastTime),
    ]),
  ].join('\n');
}

interface Picture<Row> {
  readonly direction: 'lying' | 'standing';
  readonly label: (row: Row) => string;
  readonly most?: number;
  /** Whether the last are shown where there are more. */
  readonly latest?: boolean;
}

function section<Row extends Bar | Omit<Bar, 'label'>>(
  title: string,
  table: ReportTable<Row>,
  columns: readonly Column<Row>[],
  picture?: Picture<Row>,
): string {
  return [
    `<section><h2>${escapeHtml(title)}</h2>`,
    `<p class="quiet">${escapeHtml(scopeText(table))}</p>`,
    picture === undefined ? '' : pictureOf(title, table.rows, picture),
    renderHtmlTable(title, columns, table.rows),
    '</section>',
  ].join('\n');
}

/** A chart for wide screens and paper, and one for narrow ones. The table below it says the same in words. */
function pictureOf<Row extends Omit<Bar, 'label'>>(
  title: string,
  rows: readonly Row[],
  { direction, label, most = BARS, latest = false }: Picture<Row>,
): string {
  const shown = latest ? rows.slice(-most) : rows.slice(0, most);
  const bars = shown.map((row) => ({ label: label(row), accesses: row.accesses, refused: row.refused }));
  const cut =
    shown.length < rows.length ? `, ${latest ? 'the last' : 'the first'} ${String(most)} of the table` : '';
  const alt = `Bar chart of allowed and refused accesses. ${title}${cut}. The table below has the numbers.`;
  const source = (size: 'wide' | 'narrow'): string =>
    `data:image/svg+xml;base64,${Buffer.from(drawBars(bars, { direction, size })).toString('base64')}`;
  const note = cut === '' ? '' : `<p class="quiet">The chart shows ${escapeHtml(cut.slice(2))}.</p>`;
  return `${note}<picture><source media="screen and (max-width: 40rem)" srcset="${source('narrow')}"><img alt="${escapeHtml(alt)}" src="${source('wide')}"></picture>`;
}

function name<Row>(title: string, read: (row: Row) => string): Column<Row> {
  return { title, kind: 'text', read };
}
function text<Row>(title: string, read: (row: Row) => string | undefined): Column<Row> {
  return { title, kind: 'text', read };
}
function time<Row>(title: string, read: (row: Row) => Date): Column<Row> {
  return { title, kind: 'time', read: (row) => timeText(read(row)) };
}
function number<Row>(title: string, read: (row: Row) => number | undefined): Column<Row> {
  return {
    title,
    kind: 'number',
    read: (row) => {
      const value = read(row);
      return value === undefined ? undefined : numberText(value);
    },
  };
}

function counts<Row extends ReportRow>(): readonly Column<Row>[] {
  return [
    {
      title: 'Accesses',
      kind: 'number',
      read: ({ accesses, mayMiss = 0 }) =>
        mayMiss === 0 ? numberText(accesses) : `${numberText(accesses)} to ${numberText(accesses + mayMiss)}`,
    },
    {
      title: 'Refused',
      kind: 'number',
      read: ({ refused, mayMiss = 0 }) => `${mayMiss === 0 ? '' : '≥ '}${numberText(refused)}`,
    },
  ];
}

/** What of all there is a table shows. */
function scopeText({ count, isExact, rows, unlistedAtMost }: ReportTable<unknown>): string {
  const all = `${isExact ? '' : 'At least '}${numberText(count)} in all`;
  if (unlistedAtMost === undefined) return `${all}.`;
  return `${all}; the ${numberText(rows.length)} with the most accesses. None of the others has more than ${numberText(unlistedAtMost)}.`;
}

function modelText({
  model,
  manufacturer,
}: {
  readonly model?: string;
  readonly manufacturer?: string;
}): string {
  return [manufacturer, model].filter((part) => part !== undefined).join(' ') || 'not known';
}

function systemText(row: {
  readonly operatingSystem?: string;
  readonly operatingSystemVersion?: string;
}): string | undefined {
  const parts = [row.operatingSystem, row.operatingSystemVersion].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function periodOf({ from, to, firstTime, lastTime }: AuditReport): string {
  const asked = [
    from === undefined ? '' : `from ${timeText(from)}`,
    to === undefined ? '' : `up to ${timeText(to)}`,
  ].filter((part) => part !== '');
  const wanted = asked.length === 0 ? 'All records there are' : `Records ${asked.join(' ')}`;
  if (firstTime === undefined || lastTime === undefined) return `${wanted}.`;
  return `${wanted}; the first access was on ${timeText(firstTime)}, the last on ${timeText(lastTime)}.`;
}

function countText({ count, isExact }: ReportTable<unknown>): string {
  return isExact ? numberText(count) : `≥ ${numberText(count)}`;
}

function numberText(value: number): string {
  return value.toLocaleString('en-US');
}

function timeText(moment: Date): string {
  return moment.toISOString().slice(0, -'.000Z'.length).replace('T', ' ');
}

function momentText(moment: Date, per: 'hour' | 'day'): string {
  const whole = timeText(moment);
  return per === 'hour' ? whole.slice(0, -':00'.length) : whole.slice(0, -' 00:00:00'.length);
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
