import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  dryRunFlag,
  durationFlag,
  fleetFlag,
  waitFlags,
  waitOptions,
  yesFlag,
} from '../../cli/common-flags.js';
import { choosesDevices, deviceFilter, deviceFilterFlags } from '../../cli/device-flags.js';
import { concurrencyFlag, manyHelp } from '../../cli/many/many.js';
import { ManyUsersCommand } from '../../cli/many/many-users.js';
import { Reading } from '../../cli/reading.js';
import { plannedCall, type Result } from '../../cli/results.js';
import { serviceTime } from '../../core/admin/service-time.js';
import {
  devicesOfUsers,
  type SignOut,
  signOutPlanner,
  signOutUser,
  type UserEntry,
  waitForSignOut,
} from '../../core/admin/devices/sign-outs.js';
import { chosenUsers } from '../../core/admin/devices/users.js';
import { ownError } from '../../core/errors.js';
import { counted } from '../../core/text.js';

/** It takes effect within an hour (guide, Sign Out a User); a little more is waited. */
const TIMEOUT_MS = 70 * 60_000;
/** Users who are named before the question. */
const PREVIEWED = 5;

export default class UsersSignOut extends ManyUsersCommand {
  static override summary = 'Sign users out of all their devices.';
  static override description = `For when a device was lost or stolen. It takes effect within an hour, and is PENDING until then; users may sign in again. Users are named, listed in a file, or chosen by the same filters as in worklink users list, which asks first.\n${manyHelp('users', 'user')}`;
  static override examples = [
    { description: 'Sign a user out', command: 'worklink users sign-out alice@example.com --fleet sales' },
    {
      description: 'Sign out everybody who was not seen for three months, without being asked',
      command: 'worklink users sign-out -f sales --not-seen-since 90d --yes',
    },
    {
      description: 'Sign out the users of a list, and wait until it has taken effect',
      command: 'worklink users sign-out -f sales --from users.csv --wait --interval 30s',
    },
  ];
  static override args = {
    name: Args.string({ description: 'Users, by name. - reads them from standard input.', multiple: true }),
  };
  static override flags = {
    ...fleetFlag,
    from: Flags.string({
      summary: 'Take the users from a file or standard input: one on each line, # before comments, or CSV.',
      helpValue: 'FILE|-',
    }),
    ...deviceFilterFlags,
    ...concurrencyFlag,
    ...yesFlag,
    ...waitFlags,
    timeout: durationFlag({
      summary: 'How long to wait at most.',
      default: TIMEOUT_MS,
      defaultHelp: () => Promise.resolve('1h10m'),
    }),
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags, raw: tokens } = await this.parse(UsersSignOut);
    const isChosen = choosesDevices(flags);
    if (isChosen && (args.name !== undefined || flags.from !== undefined)) {
      throw ownError('Usage', 'Users are named and chosen by a filter.', { hint: 'Do one of the two.' });
    }
    const named = isChosen ? [] : await this.users(args.name, flags.from);
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const reading = new Reading('Reading devices', this.host, this.talk, this.globals.presentation);
    const filter = deviceFilter(flags, () => serviceTime(backend, this.host.timer));
    const users: readonly UserEntry[] = isChosen
      ? await reading.during(() => chosenUsers(backend, fleet, reading.watch, filter))
      : named;
    const devices =
      flags.wait || flags['dry-run']
        ? await reading.during(() => devicesOfUsers(backend, fleet, users, reading.watch))
        : undefined;
    const deadline = this.host.timer.now().getTime() + flags.timeout;
    const result = await this.work<SignOut>(
      users,
      {
        doing: 'Signing out',
        done: 'signed out',
        plan: await signOutPlanner(backend, fleet, devices),
        call: ({ input }) => plannedCall('SignOutUser', input),
        ...(isChosen && { before: () => this.#confirm(users, fleet, flags.yes) }),
        act: (plan) => signOutUser(backend, plan),
        ...(flags.wait && {
          after: (_, plan) => {
            const timeout = Math.max(0, deadline - this.host.timer.now().getTime());
            return waitForSignOut(backend, plan, waitOptions({ ...flags, timeout }, this.host));
          },
        }),
      },
      { tokens, dryRun: flags['dry-run'], concurrency: flags.concurrency },
    );
    if (flags.wait || flags['dry-run'] || users.length === 0) return result;
    const later = 'A sign-out may take up to 1 hour to take effect. --wait waits for it.';
    return { ...result, notices: () => [...(result.notices?.() ?? []), later] };
  }

  /** Shows whom a filter chose, and asks. */
  async #confirm(users: readonly UserEntry[], fleet: string, yes: boolean): Promise<void> {
    const names = users.slice(0, PREVIEWED).map(({ username }) => username);
    const more = users.length - names.length;
    await this.talk.say(`Chosen: ${names.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`);
    const who = counted(users.length, 'user');
    await this.asker.confirm(yes, { message: `Sign ${who} of fleet ${fleet} out?`, flag: '--yes' });
  }
}
