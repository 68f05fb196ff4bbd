import { AuditTally, type ReportOptions } from '../../src/core/audit/audit-tally.js';
import { type AuditRecord } from '../../src/core/audit/record.js';
import { type AuditReport } from '../../src/core/audit/report.js';

const DAY_MS = 86_400_000;
const KINDS = [
  ['Pixel 8', 'Google', 'Android', '14'],
  ['iPhone 14', 'Apple', 'iOS', '17.1'],
  ['Galaxy S22', 'Samsung', 'Android', '13'],
] as const;

/** Records of forty days and thirty users, always the same. */
export function usualRecords(): AuditRecord[] {
  return Array.from({ length: 2_000 }, (_, n) => {
    const user = (n * n) % 31;
    const [deviceModel, deviceManufacturer, operatingSystem, operatingSystemVersion] =
      KINDS[user % 3] ?? KINDS[0];
    const domainName = ['intranet.example.com', 'wiki.example.com', 'hr.example.com'][n % 3] ?? '';
    return {
      eventTime: new Date(Date.UTC(2026, 0, 1, 8 + (n % 10)) + ((n * 7) % 40) * DAY_MS),
      username: `user${String(user)}@example.com`,
      url: `https://${domainName}/pages/${String(n % 40)}`,
      domainName,
      deviceId: `device-${String(user)}-${String(n % 2)}`,
      outcome: n % 11 === 0 ? 'REFUSED' : 'ALLOWED',
      fleetArn: 'arn:aws:worklink::123456789012:fleet/sales',
      deviceModel,
      deviceManufacturer,
      operatingSystem,
      operatingSystemVersion,
    };
  });
}

/** What somebody might put into a record to do harm where it is shown. */
export const HOSTILE = [
  '<script>document.title="ran"</script>',
  '"><img src=x onerror=alert(1)>',
  '</style></title><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '\u202Egnp.exe',
  'a\u0000b\u001b[31mc\r\nd\u0085e',
  '\uFFFE\uFFFF\uD800',
  ']]><!--',
  '&lt;already&gt;',
  'javascript:alert(1)',
  'x'.repeat(5_000),
  '字'.repeat(300),
];

export function hostileRecords(): AuditRecord[] {
  return HOSTILE.map((text, n) => ({
    eventTime: new Date(Date.UTC(2026, 0, 1 + n)),
    username: text,
    url: `https://example.com/${text}`,
    domainName: text,
    deviceId: text,
    outcome: 'ALLOWED',
    deviceModel: text,
    operatingSystem: text,
  }));
}

export function reportFor(
  records: readonly AuditRecord[],
  options: Partial<ReportOptions> = {},
): AuditReport {
  const tally = new AuditTally({ per: 'day', top: 20, ...options });
  for (const [index, record] of records.entries()) tally.add({ line: index + 1, record });
  return tally.report();
}
