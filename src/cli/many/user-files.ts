import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { runBulk, type Settled } from '../../core/admin/bulk.js';
import { distinctFileNames, safeFileName } from '../../core/file-names.js';
import { BaseCommand } from '../base-command.js';
import { bulkFailure, errorData, progressText } from './bulk-report.js';
import { isThere } from '../private-files.js';
import { type Field, listing, type Listing } from '../results.js';

/** Files being made at a time: each costs processor time more than waiting. */
const AT_A_TIME = 4;

/** Something done for each of several users, each ending in a file. */
export interface UserWork<Item extends { readonly user: string }> {
  readonly items: readonly Item[];
  readonly folder: string;
  /** `.mobileconfig` */
  readonly ending: string;
  /** Whether files that are there are made anew; they are passed over otherwise, so that a run can be taken up again. */
  readonly force: boolean;
  /** Whether nothing is written: what would be is `planned`. */
  readonly dryRun?: boolean;
  readonly doing: string;
  readonly fields: readonly Field[];
  /** Makes one, under a file name without its ending. @returns what else is said of it */
  readonly act: (item: Item, name: string) => Promise<object>;
}

interface NamedItem<Item> {
  readonly item: Item;
  readonly name: string;
  readonly user: string;
}

/** A command that makes a file for each of several users: one that fails does not stop the others. */
export abstract class UserFilesCommand extends BaseCommand {
  protected async eachUser<Item extends { readonly user: string }>(
    work: UserWork<Item>,
  ): Promise<{ readonly result: Listing; readonly rows: readonly object[] }> {
    const { items, folder, ending, force, dryRun = false, fields, act } = work;
    const doing = dryRun ? 'Checking' : work.doing;
    const { host } = this;
    const names = userFileNames(items.map(({ user }) => user));
    const named = items.map((item, index) => ({ item, name: names[index] ?? '', user: item.user }));
    const make = async ({ item, name, user }: NamedItem<Item>): Promise<object> => {
      if (!force && (await isThere(folder, `${name}${ending}`, host))) {
        return { user, result: 'exists', file: resolve(host.cwd, folder, `${name}${ending}`) };
      }
      return { user, result: dryRun ? 'planned' : 'written', ...(await act(item, name)) };
    };
    const outcomes = await this.talk.during(doing, (update) =>
      runBulk(named, make, {
        concurrency: AT_A_TIME,
        clock: host.timer,
        signal: host.signal,
        onProgress: (progress) => {
          update(progressText(doing, progress));
        },
      }),
    );
    const { failure } = bulkFailure(
      { outcomes, stopped: host.signal.aborted ? host.signal.reason : undefined },
      {
        noun: 'users',
        member: 'user',
        nameOf: ({ user }) => user,
        later: 'Run it again once that is mended: files that are there are passed over.',
      },
    );
    if (failure !== undefined && items.length === 1) throw failure;
    const rows = outcomes.map(rowOf);
    const empty = 'There was nothing to do.';
    return { result: listing({ rows, fields, empty, failure: () => failure }), rows };
  }
}

function rowOf<Item>(outcome: Settled<NamedItem<Item>, object>): object {
  switch (outcome.state) {
    case 'done':
      return outcome.value;
    case 'failed':
      return { user: outcome.item.user, result: 'failed', error: errorData(outcome.error) };
    case 'notBegun':
      return { user: outcome.item.user, result: 'notBegun' };
  }
}

/** A name of a file for each user, the same for the same list, whatever users are called. */
function userFileNames(users: readonly string[]): readonly string[] {
  return distinctFileNames(
    users.map((user) => ({
      name: safeFileName(user, 'device'),
      mark: createHash('sha256').update(user).digest('hex').slice(0, 8),
    })),
  );
}
