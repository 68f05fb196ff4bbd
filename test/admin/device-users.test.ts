import assert from 'node:assert/strict';
import { deviceUsersCsv, parseDeviceUsers } from '../../src/core/admin/devices/device-users.js';

describe('a list of device users', () => {
  const tooMany = `user\n${Array.from({ length: 10_001 }, (_, index) => `u${String(index)}\n`).join('')}`;
  for (const [what, text, message, hint] of [
    ['a column nearly named', 'usr\nann\n', /column "?'?usr/, /^Did you mean user\? Its columns are/],
    ['a column that is like none', 'user,zzzzzzzzzzzz\nann,1\n', /column .?zzzz/, /^Its columns are user/],
    ['a column twice', 'user,P12,p-12\nann,a,b\n', /two columns p12\.$/, /^Leave one out/],
    ['no column that is needed', 'p12\na.p12\n', /no column user\.$/, /first line names/],
    ['nothing at all', '', /no column user\.$/, /first line names/],
    ['a first line alone', 'user\n', /names no user\.$/, /a line for each/],
    ['more users than a list may have', tooMany, /more than 10000 users\.$/, /^Split it/],
    ['a user left out', 'user,p12\nann,a.p12\n,b.p12\n', /no user on line 3\.$/, /^Fill it in/],
    ['a user twice', 'user\nann\n\nann\n', /ann.? on line 2 and on line 4\.$/, /^Leave one of them out/],
    ['a line with too many values', 'user\nann,bob\n', /is not CSV: /, /^Quote values/],
  ] as const) {
    it(`given ${what}, then is refused, and says why`, () =>
      assert.rejects(parseDeviceUsers(text, ['user']), { code: 'InvalidInput', message, hint }));
  }

  it('given values that CSV has to quote, then is read as it was written', async () => {
    const users = [
      { user: 'Ann "A", sales', p12: ' a.p12', passwordFile: 'two\nlines' },
      { user: 'bob', p12: undefined, passwordFile: undefined },
    ];

    const text = deviceUsersCsv(users);

    assert.equal(text, 'user,p12,passwordFile\n"Ann ""A"", sales"," a.p12","two\nlines"\nbob,,\n');
    assert.deepEqual(
      (await parseDeviceUsers(text, ['user'])).map(({ user, p12, passwordFile }) => ({
        user,
        p12,
        passwordFile,
      })),
      users,
    );
  });
});
