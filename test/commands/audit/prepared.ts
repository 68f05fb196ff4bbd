// What draws puts helpers into the global scope when it is loaded, and a test that is the first to load it would be blamed for them.
import '../../../src/core/audit/page/charts.js';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Workplace } from '../../support/cli.js';

export const STREAM = 'AmazonWorkLink-audit';
export const STREAM_ARN = `arn:aws:kinesis:us-east-1:123456789012:stream/${STREAM}`;

/** A record as somebody stored it. */
export function recordLine(facts: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    eventTime: '2026-01-31T12:00:00Z',
    username: 'alice@example.com',
    url: 'https://intranet.example.com/a',
    deviceId: 'phone-1',
    ...facts,
  });
}

/** A workplace with a fleet, a stream that is ACTIVE, and a file of records. */
export function withStream(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales']);
    await place.succeed(['audit', 'streams', 'create', STREAM]);
    await place.succeed(['emulator', 'clock', 'advance', '1h']);
    const lines = [
      recordLine(),
      recordLine({ eventTime: '2026-01-31T13:00:00Z', username: 'bob@example.com', outcome: 'REFUSED' }),
      'nothing',
      recordLine({ eventTime: '2026-02-01T12:00:00Z', deviceId: 'phone-2' }),
    ];
    await writeFile(join(place.folder, 'audit.ndjson'), `${lines.join('\n')}\n`);
    await body(place);
  });
}

/** The same, and the fleet writes to the stream; a device has signed in and asked for some pages. */
export function withRecords(
  pages: readonly string[],
  body: (place: Workplace) => Promise<void>,
): Promise<void> {
  return withStream(async (place) => {
    await place.succeed(['audit', 'link', '-f', 'sales', '--stream', STREAM]);
    await place.succeed(['emulator', 'device', 'generate', '-f', 'sales', '--count', '1', '--seed', 's']);
    await browse(place, pages);
    await body(place);
  });
}

/** Asks for pages, which are refused: the fleet has no domains. The stream is told all the same. */
export async function browse(place: Workplace, pages: readonly string[]): Promise<void> {
  const [device] = (await place.json(['devices', 'list', '-f', 'sales'])) as { deviceId: string }[];
  for (const page of pages) {
    await place.run([
      ...[
        'emulator',
        'device',
        'browse',
        device?.deviceId ?? '',
        `https://x.example.com/${page}`,
        '-f',
        'sales',
      ],
    ]);
  }
}
