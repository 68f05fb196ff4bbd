import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAddress, readMailbox } from '../../src/core/invites/address.js';

describe('the reader of mail addresses', () => {
  for (const [given, address] of [
    ['ana@example.com', 'ana@example.com'],
    [" o'neil+x@mail.example.co.uk ", "o'neil+x@mail.example.co.uk"],
    ['Ana@Example.COM', 'Ana@example.com'],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['root@localhost', 'root@localhost'],
  ] as const) {
    it(`takes ${given}`, () => {
      assert.deepEqual(readAddress(given), { address });
    });
  }

  for (const given of [
    '',
    'ana',
    '@example.com',
    'ana@',
    'a b@example.com',
    'ana@exa mple.com',
    'ana..b@example.com',
    'ana@-example.com',
    'ana@example..com',
    'ana@example.com>\r\nRCPT TO:<b@example.com',
    'zoë@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(300)}.com`,
    'a,b@example.com',
    '<ana@example.com>',
  ]) {
    it(`refuses ${JSON.stringify(given).slice(0, 60)}`, () => {
      assert.ok('fault' in readAddress(given));
    });
  }

  it('answers nothing that an SMTP command could not hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (local, domain) => {
        const read = readAddress(`${local}@${domain}`);
        if ('address' in read) assert.match(read.address, /^[\x21-\x3b\x3d\x3f-\x7e]+$/);
      }),
    );
  });

  it('reads a sender with a name', () => {
    assert.deepEqual(readMailbox('"IT, Support" <it@example.com>'), {
      name: 'IT, Support',
      address: 'it@example.com',
    });
    assert.deepEqual(readMailbox('it@example.com'), { name: '', address: 'it@example.com' });
    assert.ok('fault' in readMailbox('IT <it>'));
    assert.ok('fault' in readMailbox('IT\n <it@example.com>'));
  });
});
