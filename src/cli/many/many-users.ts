import { parseListFile } from '../../core/admin/list-file.js';
import { type SignedOutUser, type UserEntry, usersOf } from '../../core/admin/devices/sign-outs.js';
import { ownError } from '../../core/errors.js';
import { counted } from '../../core/text.js';
import { type BulkKind } from './bulk-report.js';
import { SIGN_OUT_FIELDS } from '../fields/device-fields.js';
import { durationFlag, waitFlags } from '../common-flags.js';
import { choosesDevices, deviceFilterFlags } from '../device-flags.js';
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

/** It takes effect within an hour (guide, Sign Out a User); a little more is waited. */
const TIMEOUT_MS = 70 * 60_000;
/** The flags of waiting until sign-outs have taken effect. */
export const signOutWaitFlags = {
  ...waitFlags,
  timeout: durationFlag({
    summary: 'How long to wait at most.',
    default: TIMEOUT_MS,
    defaultHelp: () => Promise.resolve('1h10m'),
  }),
};
/** Users who are named before the question. */
const PREVIEWED = 5;

/** A command that does the same to many users. */
export abstract class ManyUsersCommand extends ManyCommand<UserEntry, SignedOutUser> {
  protected override readonly fields = SIGN_OUT_FIELDS;
  protected override readonly kind = USERS;
  protected override readonly choosing = ['from', ...Object.keys(deviceFilterFlags)];

  /**
   * The users given as arguments or in a list, asked for where there are neither.
   *
   * @returns nothing where a filter chooses them
   * @throws WorklinkError `Usage` where they are given and a filter is, too
   */
  protected async namedUsers(
    names: readonly string[] | undefined,
    flags: Parameters<typeof choosesDevices>[0] & { readonly from?: string | undefined },
  ): Promise<readonly UserEntry[] | undefined> {
    const isChosen = choosesDevices(flags);
    if (isChosen && (names !== undefined || flags.from !== undefined)) {
      throw ownError('Usage', 'Users are named and chosen by a filter.', { hint: 'Do one of the two.' });
    }
    if (isChosen) return undefined;
    return this.listed(names, flags.from, {
      question: 'User name',
      ofNames: (given) => usersOf(given.map((name) => ({ name }))),
      ofText: async (text) => usersOf(await parseListFile(text, FORM)),
    });
  }

  /** Shows whom a filter chose, and asks. */
  protected async confirmChosen(users: readonly UserEntry[], fleet: string, yes: boolean): Promise<void> {
    const names = users.slice(0, PREVIEWED).map(({ username }) => username);
    const more = users.length - names.length;
    await this.talk.say(`Chosen: ${names.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`);
    const who = counted(users.length, 'user');
    await this.asker.confirm(yes, { message: `Sign ${who} of fleet ${fleet} out?`, flag: '--yes' });
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
