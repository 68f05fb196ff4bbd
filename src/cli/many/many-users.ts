import { parseListFile } from '../../core/admin/list-file.js';
import { type SignedOutUser, type UserEntry, usersOf } from '../../core/admin/devices/sign-outs.js';
import { type BulkKind } from './bulk-report.js';
import { SIGN_OUT_FIELDS } from '../fields/device-fields.js';
import { deviceFilterFlags } from '../device-flags.js';
import { ManyCommand } from './many.js';
import { type RunAgain, runAgainOn, type TypedFlag } from './run-again.js';

const USERS: BulkKind<UserEntry> = {
  noun: 'users',
  member: 'username',
  stateMember: 'signOutStatus',
  fields: SIGN_OUT_FIELDS,
  nameOf: ({ username }) => username,
  later: 'Look again later: worklink users list.',
};
const FORM = {
  noun: 'user',
  key: 'username',
  columns: { username: ['username', 'user', 'user name'] },
};

/** A command that does the same to many users. */
export abstract class ManyUsersCommand extends ManyCommand<UserEntry, SignedOutUser> {
  protected override readonly fields = SIGN_OUT_FIELDS;
  protected override readonly kind = USERS;
  protected override readonly choosing = ['from', ...Object.keys(deviceFilterFlags)];

  /** The users given as arguments or in a list; asked for where there are neither. */
  protected users(
    names: readonly string[] | undefined,
    from: string | undefined,
  ): Promise<readonly UserEntry[]> {
    return this.listed(names, from, {
      question: 'User name',
      ofNames: (given) => usersOf(given.map((name) => ({ name }))),
      ofText: async (text) => usersOf(await parseListFile(text, FORM)),
    });
  }

  protected override again(
    words: readonly string[],
    flags: readonly TypedFlag[],
    users: readonly UserEntry[],
  ): RunAgain {
    return runAgainOn(
      words,
      flags,
      users.map(({ username }) => username),
    );
  }
}
