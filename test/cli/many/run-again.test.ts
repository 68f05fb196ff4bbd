import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAgain } from '../../../src/cli/many/run-again.js';
import { parseDomainList } from '../../../src/core/admin/domains/input.js';

describe('how to run again', () => {
  const plain = (...list: string[]) => list.map((domainName) => ({ domainName }));

  it('given what is to be run again, then the lines said are a list of the same', async () => {
    const text = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 })
      .map((value) => value.trim());
    const value = text.filter((shown) => shown !== '');
    const entry = fc.record(
      {
        domainName: value,
        certificate: fc.option(value, { nil: undefined }),
        displayName: value,
      },
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, {
          minLength: 1,
          maxLength: 5,
          selector: ({ domainName }) => domainName.toLowerCase(),
        }),
        async (entries) => {
          const { lines } = runAgain(['worklink'], [], entries);
          const read = await parseDomainList(lines.join('\n'), true);
          assert.deepEqual(
            read.entries.map(({ domainName, certificate, displayName }) => ({
              domainName,
              certificate,
              displayName,
            })),
            entries,
          );
        },
      ),
    );
  });

  it('given a few names, then it is one command line that a shell reads as typed', () => {
    const flags = [{ name: 'fleet', value: "it's" }, { name: 'wait' }];
    assert.deepEqual(runAgain(['worklink', 'domain', 'revoke'], flags, plain('a.example', 'b c')), {
      command: String.raw`worklink domain revoke a.example 'b c' --fleet 'it'\''s' --wait`,
      lines: [],
    });
  });

  it('given many names, then they go on standard input', () => {
    const many = Array.from({ length: 21 }, (_, index) => `n${String(index)}.example`);
    const { command, lines } = runAgain(['worklink', 'domain', 'revoke'], [], plain(...many));
    assert.equal(command, 'worklink domain revoke --from -');
    assert.deepEqual(lines, many);
  });
});
