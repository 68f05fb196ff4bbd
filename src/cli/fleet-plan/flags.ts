import * as Flags from '@oclif/core/flags';
import { ownError } from '../../core/errors.js';
import { PRUNE_KINDS, type PruneKind, REPLACE_KINDS } from '../../core/fleet-plan/change.js';
import { nearest } from '../../core/nearest.js';
import { quote } from '../../core/text.js';

const ALL = 'all';
/** What `all` stands for: what is in the fleets of the files. Whole fleets are named. */
const PRUNED_BY_ALL: readonly PruneKind[] = PRUNE_KINDS.filter((kind) => kind !== 'fleets');

/** Kinds, separated by commas. */
function kindsFlag<Kind extends string>(name: string, kinds: readonly Kind[], all: readonly Kind[]) {
  return Flags.custom<readonly Kind[]>({
    helpValue: 'KIND[,KIND]|all',
    parse: (text) =>
      Promise.resolve(
        text.split(',').flatMap((given) => {
          const word = given.trim();
          const kind = kinds.find((one) => one === word);
          if (kind !== undefined) return [kind];
          if (word === ALL) return all;
          const near = nearest(word, kinds);
          throw ownError('Usage', `--${name} ${quote(word)} is no kind.`, {
            hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}Kinds are ${[...kinds, ALL].join(', ')}.`,
          });
        }),
      ),
  });
}

/** Flags of what is planned from files of fleets. */
export const allowanceFlags = {
  prune: kindsFlag(
    'prune',
    PRUNE_KINDS,
    PRUNED_BY_ALL,
  )({
    summary: `Take away what is not in the file: ${PRUNE_KINDS.join(', ')}; all is all but fleets.`,
  }),
  replace: kindsFlag(
    'replace',
    REPLACE_KINDS,
    REPLACE_KINDS,
  )({
    summary: `Make anew what the service cannot change: ${REPLACE_KINDS.join(', ')}.`,
  }),
};

/** Flags of what can write a plan down. */
export const planOutFlags = {
  'plan-out': Flags.string({ summary: 'Write the plan into a file, for apply --plan.', helpValue: 'PATH' }),
  force: Flags.boolean({ summary: 'Overwrite that file where it exists.', dependsOn: ['plan-out'] }),
};
