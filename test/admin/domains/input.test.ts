import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listOfDomains, parseDomainList } from '../../../src/core/admin/domains/input.js';

const names = async (text: string, allColumns = true): Promise<readonly string[]> =>
  (await parseDomainList(text, allColumns)).entries.map(({ domainName }) => domainName);

describe('lists of domains', () => {
  it('given lines with comments, blanks and any line ends, then has the names', async () => {
    assert.deepEqual(await names('a.example\r\n# b.example\n\n  c.example # internal\rd.example'), [
      'a.example',
      'c.example',
      'd.example',
    ]);
  });

  it('given repetitions, whatever their case, then has each once and counts the rest', async () => {
    const { entries, duplicates } = await parseDomainList(
      'a.example\nA.Example\nb.example\na.example\n',
      false,
    );
    assert.deepEqual(entries, [{ domainName: 'a.example' }, { domainName: 'b.example' }]);
    assert.equal(duplicates, 2);
    assert.equal(listOfDomains(['a.example', 'a.EXAMPLE']).duplicates, 1);
  });

  it('given CSV, then reads its columns by name, quoted values and all', async () => {
    const text =
      '# exported\n"Domain",displayName,acmCertificateArn\na.example,"A ""x"", # 1",arn:a\n\nb.example,,\n';
    assert.deepEqual((await parseDomainList(text, true)).entries, [
      { domainName: 'a.example', displayName: 'A "x", # 1', certificate: 'arn:a' },
      { domainName: 'b.example' },
    ]);
  });

  it('given CSV whose other columns mean nothing, then only the name is read, or the column refused', async () => {
    const text = 'domainName,domainStatus\na.example,ACTIVE\n';
    assert.deepEqual(await names(text, false), ['a.example']);
    await assert.rejects(names(text, true), { code: 'InvalidInput', message: /has a column 'domainStatus'/ });
    await assert.rejects(names('domain,certificat\na.example,b\n'), { hint: /Did you mean certificate\?/ });
  });

  const refusals: readonly (readonly [title: string, text: string, message: RegExp])[] = [
    ['nothing', '', /names no domain/],
    ['comments alone', '# a\n\n#b', /names no domain/],
    ['CSV without a row', 'domain\n', /names no domain/],
    ['a row without a name', 'domain,certificate\na.example,x\n,y\n', /no domain on line 3/],
    ['a row with too many values', 'domain,certificate\na.example,x,y\n', /not CSV: .*line 2/],
    ['a quote that does not end', 'domain,displayName\na.example,"x\n', /not CSV/],
    ['a column twice', 'domain,domainName\na,b\n', /two columns/],
    [
      'one domain with two certificates',
      'domain,certificate\na.example,x\nA.example,y\n',
      /'A\.example' twice/,
    ],
    [
      'too many',
      Array.from({ length: 10_001 }, (_, index) => `n${String(index)}.example`).join('\n'),
      /more than 10000/,
    ],
    ['too many as CSV', `domain,certificate\n${'a.example,\n'.repeat(10_001)}`, /more than 10000/],
    ['a line without end', `domain,displayName\na.example,${'x'.repeat(20_000)}\n`, /not CSV/],
  ];
  for (const [title, text, message] of refusals) {
    it(`given ${title}, then refuses it`, () =>
      assert.rejects(parseDomainList(text, true), { code: 'InvalidInput', message }));
  }

  it('given any text, then it is a list or refused as one', async () => {
    const piece = fc.constantFrom(
      'domain',
      ',',
      '"',
      '\n',
      '\r',
      '#',
      'a.example',
      ' ',
      'certificate',
      '\u0000',
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (given) => {
        try {
          assert.ok((await parseDomainList(given, true)).entries.length > 0);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'InvalidInput', String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
