import assert from 'node:assert/strict';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { fieldsOf } from '../../src/cli/output/cells.js';
import { renderCsv, renderText } from '../../src/cli/output/delimited.js';
import { renderJson, renderJsonElement } from '../../src/cli/output/json.js';
import { plainPaint } from '../../src/cli/output/paint.js';
import { compileQuery } from '../../src/cli/output/query.js';
import { type Presentation, render } from '../../src/cli/output/render.js';
import { renderRecord, renderTable } from '../../src/cli/output/table.js';
import { Writer } from '../../src/cli/output/writer.js';
import { renderYaml } from '../../src/cli/output/yaml.js';
import { details, listing, type Result, textDocument } from '../../src/cli/results.js';
import { PassThrough } from 'node:stream';

// What a terminal would act on, line ends and tabs aside.
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\u001b',
      '\u009b',
      '\u202e',
      '\n',
      '\r',
      '\t',
      '"',
      ',',
      ':',
      '#',
      ' ',
      '-',
      'a',
      '\u2028',
      '\ufeff',
      '\u0085',
    ),
  }),
);

async function shown(result: Result, how: Partial<Presentation>): Promise<string> {
  const stream = new PassThrough();
  const writer = new Writer(stream);
  await render(result, { format: 'table', header: true, paint: plainPaint, terminal: false, ...how }, writer);
  await writer.flush();
  return String(stream.read() ?? '');
}

describe('JSON output', () => {
  it('given any text, then it reads back the same and holds nothing a terminal acts on', () => {
    fc.assert(
      fc.property(anyText, anyText, (key, text) => {
        const json = renderJson([{ [key]: text }]);
        assert.deepEqual(JSON.parse(json), [{ [key]: text }]);
        assert.doesNotMatch(json, ACTING);
        assert.deepEqual(JSON.parse(renderJsonElement({ [key]: text })), { [key]: text });
      }),
    );
  });

  it('given times and absent members, then ISO 8601 UTC and nothing', () => {
    assert.equal(
      renderJson({ at: new Date(0), none: undefined }),
      '{\n  "at": "1970-01-01T00:00:00.000Z"\n}',
    );
  });
});

describe('YAML output', () => {
  it('given any text, then it reads back the same and holds nothing a terminal acts on', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const yaml = renderYaml({ text });
        assert.deepEqual(parseYaml(yaml), { text });
        assert.doesNotMatch(yaml, ACTING);
      }),
    );
  });
});

describe('CSV and text output', () => {
  it('given any harmless text, then CSV reads back the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.constantFrom('a\nb', 'c,"d"', '', 'e\r\n')), {
          minLength: 1,
        }),
        (records) => {
          fc.pre(!records.some((record) => record.some((text) => ACTING.test(text.replaceAll('\r', '')))));
          assert.deepEqual(
            parseCsv(renderCsv(records), { relax_column_count: false }),
            records.map((record) => [...record]),
          );
        },
      ),
    );
  });

  it('given any text, then a record stays on one line of text and nothing acts on a terminal', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (record) => {
        const text = renderText([record]);
        assert.equal(text.split('\n').length, 2);
        assert.equal(text.split('\t').length, record.length);
        assert.doesNotMatch(text, ACTING);
        assert.doesNotMatch(
          renderCsv([record]),
          new RegExp(ACTING.source.replace('\\u000b-\\u001f', '\\u000b\\u000c\\u000e-\\u001f')),
        );
      }),
    );
  });
});

describe('table output', () => {
  const fields = fieldsOf([{ name: '', value: '' }]);

  it('given any text, then each row is one line without trailing space, and no value is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: anyText, value: fc.string({ unit: 'grapheme-ascii', minLength: 1 }) }), {
          minLength: 1,
          maxLength: 5,
        }),
        (rows) => {
          const table = renderTable(fields, rows, { header: true, paint: plainPaint });
          const lines = table.split('\n');
          assert.equal(lines.length, rows.length + 2);
          assert.doesNotMatch(table, / $/m);
          assert.doesNotMatch(table, ACTING);
          for (const [index, row] of rows.entries())
            assert.ok((lines[index + 1] ?? '').endsWith(row.value.trimEnd()));
        },
      ),
    );
  });

  it('given one thing, then a line for each member it has', () => {
    assert.equal(
      renderRecord(
        [
          { name: 'fleetArn', title: 'ARN' },
          { name: 'gone', title: 'GONE' },
          { name: 'b', title: 'TWO WORDS' },
        ],
        { fleetArn: 'x', b: true },
        plainPaint,
      ),
      'ARN:        x\nTwo words:  true\n',
    );
  });
});

describe('--query', () => {
  const data = [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
  ];
  const result = listing({ rows: data, fields: fieldsOf(data), empty: 'none' });

  it('given answers of every shape, then each format shows them', async () => {
    const answered = async (
      expression: string,
      format: Presentation['format'],
      extra: Partial<Presentation> = {},
    ): Promise<string> => shown(result, { format, query: await compileQuery(expression), ...extra });
    assert.equal(await answered('[].name', 'text'), 'a\nb\n');
    assert.equal(await answered('[].name', 'table'), 'a\nb\n');
    assert.equal(await answered('[].[name, size]', 'text'), 'a\t1\nb\t2\n');
    assert.equal(await answered('[].[name, size]', 'table'), 'a  1\nb  2\n');
    assert.equal(await answered('[].[name, size]', 'csv'), 'a,1\nb,2\n');
    assert.equal(await answered('[].{n: name}', 'csv'), 'n\na\nb\n');
    assert.equal(await answered('[].{n: name, s: size}', 'table'), 'N  S\na  1\nb  2\n');
    assert.equal(await answered('[].{n: name, s: size}', 'table', { columns: ['s'] }), 'S\n1\n2\n');
    assert.equal(await answered('[0]', 'table'), 'Name:  a\nSize:  1\n');
    assert.equal(await answered('length(@)', 'json'), '2\n');
    assert.equal(await answered('length(@)', 'yaml'), '2\n');
    assert.equal(await answered('nothing', 'json'), 'null\n');
    assert.equal(await answered('[?name==`c`]', 'json'), '[]\n');
    assert.equal(await answered('[?name==`c`]', 'table'), '');
    assert.equal(await answered('[].name', 'off'), '');
  });

  it('given what is no expression, now or for this data, then a usage error', async () => {
    for (const expression of ['[?', 'unknown(@)', ''.padStart(100_000, '(')]) {
      await assert.rejects(
        async () => (await compileQuery(expression))(data),
        { code: 'Usage' },
        expression.slice(0, 10),
      );
    }
    await assert.rejects(async () => (await compileQuery('abs(@)'))(data), { code: 'Usage' });
  });
});

describe('results', () => {
  it('given a document, then its text verbatim into a pipe, and made harmless at a terminal', async () => {
    const result = textDocument({ text: '<a>\u001b[2J\n</a>\n', data: { xml: 'x' } });
    assert.equal(await shown(result, {}), '<a>\u001b[2J\n</a>\n');
    assert.equal(await shown(result, { terminal: true }), '<a>\\u001b[2J\n</a>\n');
    assert.equal(await shown(result, { format: 'json' }), '{\n  "xml": "x"\n}\n');
  });

  it('given details, then every format shows all of them', async () => {
    const data = { fleetName: 'a', tags: { b: 'c' } };
    const result = details({ data, fields: fieldsOf([data]) });
    assert.equal(await shown(result, { format: 'csv' }), 'fleetName,tags\na,b=c\n');
    assert.equal(await shown(result, { format: 'text' }), 'a\tb=c\n');
    assert.equal(await shown(result, { format: 'yaml' }), 'fleetName: a\ntags:\n  b: c\n');
  });
});
