import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { dryRunFlag, fleetFlag, sharedWait, yesFlag } from '../../cli/common-flags.js';
import { deviceFilter, deviceFilterFlags } from '../../cli/device-flags.js';
import { concurrencyFlag, manyHelp } from '../../cli/many/many.js';
import { ManyUsersCommand, signOutWaitFlags } from '../../cli/many/many-users.js';
import { Reading } from '../../cli/reading.js';
import { plannedCall, type Result } from '../../cli/results.js';
import { serviceTime } from '../../core/admin/service-time.js';
import {
  devicesOfUsers,
  type SignOut,
  signOutPlanner,
  signOutUser,
  waitForSignOut,
} from '../../core/admin/devices/sign-outs.js';
import { chosenUsers } from '../../core/admin/devices/users.js';

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
    ...signOutWaitFlags,
    ...dryRunFlag,
  };

  async run(): Promise<Result> {
    const { args, flags, raw: tokens } = await this.parse(UsersSignOut);
    const named = await this.namedUsers(args.name, flags);
    const isChosen = named === undefined;
    const fleet = await this.fleetFlag(flags.fleet);
    const backend = await this.backend();
    const reading = new Reading('Reading devices', this.host, this.talk, this.globals.presentation);
    const filter = deviceFilter(flags, () => serviceTime(backend, this.host.timer));
    const users = named ?? (await reading.during(() => chosenUsers(backend, fleet, reading.watch, filter)));
    const devices =
      flags.wait || flags['dry-run']
        ? await reading.during(() => devicesOfUsers(backend, fleet, users, reading.watch))
        : undefined;
    const waiting = sharedWait(flags, this.host);
    const result = await this.work<SignOut>(
      users,
      {
        doing: 'Signing out',
        done: 'signed out',
        plan: await signOutPlanner(backend, fleet, devices),
        call: ({ input }) => plannedCall('SignOutUser', input),
        ...(isChosen && { before: () => this.confirmChosen(users, fleet, flags.yes) }),
        act: (plan) => signOutUser(backend, plan),
        ...(flags.wait && { after: (_, plan) => waitForSignOut(backend, plan, waiting()) }),
      },
      { tokens, dryRun: flags['dry-run'], concurrency: flags.concurrency },
    );
    if (flags.wait || flags['dry-run'] || users.length === 0) return result;
    const later = 'A sign-out may take up to 1 hour to take effect. --wait waits for it.';
    return { ...result, notices: () => [...(result.notices?.() ?? []), later] };
  }
}
