import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AuditLine, readAuditRecords } from '../../src/core/audit/record.js';
import { AuditRecordReader } from '../../src/core/audit/record-reader.js';

const LINE =
  '{"eventTime":"2026-01-01T00:00:00Z","username":"ä","url":"https://x.example.com/","deviceId":"d"}';

function inPieces(data: Uint8Array, cuts: readonly number[]): AuditLine[] {
  const reader = new AuditRecordReader();
  const lines: AuditLine[] = [];
  let start = 0;
  for (const cut of [...cuts].sort((one, other) => one - other)) {
    const end = Math.min(cut, data.length);
    lines.push(...reader.read(data.subarray(start, end)));
    start = end;
  }
  return [...lines, ...reader.read(data.subarray(start)), ...reader.end()];
}

describe('a reader of audit records', () => {
  it('reads the same however a file is cut', () => {
    const lines = fc.array(fc.constantFrom(LINE, '', 'nothing', '{}', '\ufeff'), { maxLength: 8 });
    const cuts = fc.array(fc.nat(500), { maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.boolean(), cuts, (texts, ended, places) => {
        const data = Buffer.from(texts.join('\n') + (ended ? '\n' : ''));
        assert.deepEqual(inPieces(data, places), [...readAuditRecords(data)]);
      }),
    );
  });

  it('given a line without end, then tells it once, keeps little of it, and reads on after it', () => {
    const reader = new AuditRecordReader();
    const told: AuditLine[] = [];
    const piece = Buffer.alloc(50_000, 0x78);
    for (let count = 0; count < 20; count += 1) told.push(...reader.read(piece));
    told.push(...reader.read(Buffer.from(`\n${LINE}\n`)), ...reader.end());
    assert.deepEqual(
      told.map((line) => [line.line, 'problem' in line]),
      [
        [1, true],
        [2, false],
      ],
    );
  });
});
