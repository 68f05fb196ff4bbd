import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AuditLine,
  type AuditRecord,
  readAuditRecords,
  writeAuditRecord,
} from '../../src/core/audit/record.js';

const RECORD: AuditRecord = {
  eventTime: new Date('2026-01-31T12:00:00.000Z'),
  username: 'alice@example.com',
  url: 'https://intranet.example.com/holidays',
  domainName: 'intranet.example.com',
  deviceId: 'phone-1',
  outcome: 'ALLOWED',
};

function read(text: string): AuditLine[] {
  return [...readAuditRecords(Buffer.from(text))];
}

function problemOf(members: Record<string, unknown>): string {
  const [line] = read(JSON.stringify({ ...RECORD, ...members }));
  return line !== undefined && 'problem' in line ? line.problem : 'none';
}

describe('an audit record', () => {
  it('is one line of JSON with its end', () => {
    const text = Buffer.from(writeAuditRecord(RECORD)).toString();

    assert.match(text, /^\{[^\n]*\}\n$/);
    assert.deepEqual(JSON.parse(text), {
      eventVersion: 1,
      ...RECORD,
      eventTime: '2026-01-31T12:00:00.000Z',
    });
  });

  it('that was written is read again, whatever its texts are', () => {
    const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
    const record = fc.record(
      {
        eventTime: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        username: text,
        url: text,
        domainName: text,
        deviceId: text,
        outcome: fc.constantFrom('ALLOWED' as const, 'REFUSED' as const),
        reason: text,
        fleetArn: text,
        deviceModel: text,
        deviceManufacturer: text,
        operatingSystem: text,
        operatingSystemVersion: text,
      },
      {
        requiredKeys: ['eventTime', 'username', 'url', 'domainName', 'deviceId', 'outcome'],
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 4 }), (records) => {
        const joined = Buffer.concat(records.map(writeAuditRecord));
        assert.deepEqual(
          [...readAuditRecords(joined)],
          records.map((one, index) => ({ line: index + 1, record: one })),
        );
      }),
    );
  });

  it('of unknown members, without what may be left out, is read', () => {
    const least = { ...RECORD, domainName: undefined, outcome: undefined };

    assert.deepEqual(read(JSON.stringify({ ...least, reason: null, weather: { is: 'fine' } })), [
      { line: 1, record: RECORD },
    ]);
  });

  it('among lines that are none is told from them by its number', () => {
    const lines = ['', 'not JSON', '[]', '"text"', JSON.stringify(RECORD), '  ', '{}'];

    assert.deepEqual(read(lines.join('\n')), [
      { line: 2, problem: 'is not JSON' },
      { line: 3, problem: 'is not a JSON object' },
      { line: 4, problem: 'is not a JSON object' },
      { line: 5, record: RECORD },
      { line: 7, problem: 'has no eventTime' },
    ]);
  });

  it('is not what lacks a member, or has one of another kind', () => {
    assert.equal(problemOf({ username: '' }), 'has no username');
    assert.equal(problemOf({ url: null }), 'has no url');
    assert.equal(problemOf({ deviceId: 7 }), 'has a deviceId that is no text');
    assert.equal(problemOf({ deviceModel: {} }), 'has a deviceModel that is no text');
    assert.equal(problemOf({ url: 'x'.repeat(8_193) }), 'has a url of more than 8192 characters');
    assert.match(problemOf({ eventTime: '31 January' }), /eventTime '31 January', which is no ISO 8601 time/);
    assert.match(problemOf({ eventTime: '2026-02-30T12:00:00Z' }), /which is no ISO 8601 time/);
    assert.match(problemOf({ outcome: 'MAYBE' }), /'MAYBE', and it is one of ALLOWED, REFUSED/);
    assert.match(problemOf({ url: 'nowhere', domainName: null }), /url 'nowhere', which is none/);
  });

  it('is bounded, and UTF-8', () => {
    const long = Buffer.alloc(64 * 1024 + 1, 0x20);
    assert.deepEqual(
      [...readAuditRecords(Buffer.concat([long, Buffer.from([0x0a, 0xff, 0xfe])]))],
      [
        { line: 1, problem: 'has 65537 bytes, and a record has at most 65536' },
        { line: 2, problem: 'is not UTF-8 text' },
      ],
    );
  });

  it('is looked for in whatever bytes there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const line of readAuditRecords(bytes)) assert.ok(line.line >= 1);
      }),
    );
  });
});
