import assert from 'node:assert/strict';
import { parseRecipients, recipientsOf } from '../../../src/core/admin/invites/recipients.js';

describe('a list of recipients', () => {
  it('is an address on each line', async () => {
    const { items, duplicates } = await parseRecipients(
      'ana@example.com # boss\n\n# nobody\nANA@example.com\nbob@example.com',
    );
    assert.deepEqual(
      items.map(({ email }) => email),
      ['ana@example.com', 'bob@example.com'],
    );
    assert.equal(duplicates, 1);
  });

  it('is CSV, its other columns for placeholders', async () => {
    const { items } = await parseRecipients(
      '\ufeffName,E-Mail,desk\r\n"Døe, Ana",ana@example.com,4\r\n',
      new Map([['desk', 'text, line 1']]),
    );
    assert.deepEqual(items, [
      { email: 'ana@example.com', name: 'Døe, Ana', columns: new Map([['desk', '4']]) },
    ]);
  });

  for (const { what, text, says } of [
    { what: 'nobody', text: '\n# x\n', says: /names nobody/ },
    { what: 'columns and nobody', text: 'email\n', says: /names nobody/ },
    { what: 'no addresses', text: 'ana\nbob@example.com\n@', says: /Line 1: 'ana'.*Line 3: '@'/ },
    { what: 'two columns of a name', text: 'email,desk,desk\n', says: /two columns 'desk'/ },
    { what: 'two columns of addresses', text: 'email,mail\n', says: /two columns 'email'/ },
    {
      what: 'many faults',
      text: Array.from({ length: 40 }, () => 'nobody').join('\n'),
      says: /Line 1: 'nobody'.* And \d+ more\.$/,
    },
    {
      what: 'very many columns',
      text: `email,${Array.from({ length: 1_000 }, (_, index) => `c${String(index)}`).join(',')}\n`,
      says: /more than \d+ columns/,
    },
    { what: 'broken CSV', text: 'email,name\n"a@example.com,b\n', says: /is not CSV/ },
    { what: 'a line of other length', text: 'email,name\na@example.com\n', says: /is not CSV/ },
    { what: 'a name of two lines', text: 'email,name\na@example.com,"x\ny"\n', says: /control character/ },
    {
      what: 'a very long value',
      text: `email,name\na@example.com,${'x'.repeat(1001)}\n`,
      says: /more than 1000/,
    },
  ]) {
    it(`is refused with ${what}`, () =>
      assert.rejects(parseRecipients(text), { code: 'InvalidInput', message: says }));
  }

  it('is refused without a column that the invitation speaks of', () =>
    assert.rejects(parseRecipients('email\na@example.com\n', new Map([['desk', 'html, line 7']])), {
      message: /\{\{user\.desk\}\} \(html, line 7\)/,
    }));

  it('is refused where it is longer than anybody means it', () =>
    assert.rejects(
      parseRecipients(Array.from({ length: 20_001 }, (_, n) => `u${String(n)}@example.com`).join('\n')),
      {
        message: /more than 20000 people/,
      },
    ));

  it('is what a command line names', () => {
    assert.equal(recipientsOf(['a@example.com', 'A@EXAMPLE.COM']).duplicates, 1);
    assert.throws(() => recipientsOf(['a@example.com', 'x']), { message: /Address 2: 'x'/ });
  });
});
