import { ownError, type WorklinkError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import {
  type EmulatorCredentials,
  type EmulatorPrincipal,
  type NewEmulatorPrincipal,
} from '../../ports/emulator.js';
import { quote } from '../../text.js';
import { FULL_ACCESS, managedPolicy, READ_ONLY, SERVICE_ROLE } from './authorization/managed-policies.js';
import { parsePolicy } from './authorization/policy.js';
import { type Principal } from './caller.js';
import { iamId, type Random, secretAccessKey } from './identifiers.js';
import { type PrincipalRow } from './store/account.js';
import { type Store } from './store/store.js';

/** The name of the principal that is always there. */
export const ADMINISTRATOR = 'administrator';
/** IAM API Reference, CreateUser: UserName. */
const USER_NAME = /^[\w+=,.@-]{1,64}$/;
/** IAM User Guide, IAM quotas: managed policies attached to a user. */
const MAX_POLICIES = 10;

export interface LocalPrincipalsOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly random: Random;
  /** The machine's time, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** The IAM users of the emulated account, each with one access key. */
export class LocalPrincipals {
  constructor(private readonly options: LocalPrincipalsOptions) {}

  /**
   * What adding a principal would store.
   *
   * @throws WorklinkError `InvalidInput` for a name IAM does not take and for a policy that cannot be read; `AlreadyExists`
   */
  plan({ name, policies }: NewEmulatorPrincipal): PrincipalRow {
    const { store, random, now } = this.options;
    if (!USER_NAME.test(name)) {
      throw ownError('InvalidInput', `${quote(name)} is not the name of an IAM user.`, {
        hint: 'It has 1 to 64 letters, digits and characters of + = , . @ _ -',
      });
    }
    if (policies.length > MAX_POLICIES) {
      throw ownError(
        'InvalidInput',
        `A principal has at most ${String(MAX_POLICIES)} policies, not ${String(policies.length)}.`,
        { hint: 'Put several statements into one policy.' },
      );
    }
    const stored = policies.map(storable);
    // IAM tells names apart without case (IAM API Reference, CreateUser).
    const taken = store.account
      .principals()
      .find((principal) => principal.name.toLowerCase() === name.toLowerCase());
    if (taken !== undefined) {
      throw ownError('AlreadyExists', `The principal ${quote(taken.name)} exists already.`, {
        hint: 'Give another name, or remove that one first.',
      });
    }
    return {
      name,
      principal_id: iamId('AIDA', random),
      policies: JSON.stringify(stored),
      access_key_id: iamId('AKIA', random),
      secret_access_key: secretAccessKey(random),
      created_at: now(),
    };
  }

  /** Adds a principal. @throws WorklinkError as {@link plan} says */
  add(input: NewEmulatorPrincipal): EmulatorPrincipal & EmulatorCredentials {
    const { db, account } = this.options.store;
    return db.transaction(() => {
      const row = this.plan(input);
      account.insertPrincipal(row);
      return { ...this.#shown(row), secretAccessKey: row.secret_access_key };
    });
  }

  list(): readonly EmulatorPrincipal[] {
    return this.options.store.account.principals().map((row) => this.#shown(row));
  }

  /** The principal a removal would take away. @throws WorklinkError `NotFound`; `WrongState` for the administrator */
  removable(name: string): EmulatorPrincipal {
    const { account } = this.options.store;
    const row = account.principal(name);
    if (row === undefined) throw this.#unknown(name);
    if (name === ADMINISTRATOR) {
      throw ownError('WrongState', `The principal ${quote(name)} cannot be removed.`, {
        hint: 'The account always has its administrator, with whose name worklink itself acts.',
      });
    }
    return this.#shown(row);
  }

  /** Removes a principal: its key opens nothing from now on. @throws WorklinkError as {@link removable} says */
  remove(name: string): EmulatorPrincipal {
    const { db, account } = this.options.store;
    return db.transaction(() => {
      const removed = this.removable(name);
      account.deletePrincipal(name);
      return removed;
    });
  }

  /** Who acts where nobody in particular does. */
  administrator(): Principal {
    return this.byName(ADMINISTRATOR);
  }

  /** A principal as it calls, known to be there. */
  byName(name: string): Principal {
    const row = this.options.store.account.principal(name);
    if (row === undefined)
      throw ownError('Internal', `The state file has lost its principal ${quote(name)}.`);
    return this.#caller(row);
  }

  /** Whose an access key is, and its secret; nothing for an unknown key. */
  byAccessKey(
    accessKeyId: string,
  ): { readonly secretAccessKey: string; readonly principal: Principal } | undefined {
    const row = this.options.store.account.principalByAccessKey(accessKeyId);
    return row && { secretAccessKey: row.secret_access_key, principal: this.#caller(row) };
  }

  #caller({ name, principal_id: principalId, access_key_id: accessKeyId }: PrincipalRow): Principal {
    return { name, arn: this.#arn(name), principalId, accountId: this.options.accountId, accessKeyId };
  }

  #shown(row: PrincipalRow): EmulatorPrincipal {
    return {
      name: row.name,
      arn: this.#arn(row.name),
      principalId: row.principal_id,
      accessKeyId: row.access_key_id,
      policies: JSON.parse(row.policies) as EmulatorPrincipal['policies'], // read as policies before they were stored
      createdTime: new Date(row.created_at),
    };
  }

  #arn(name: string): string {
    return `arn:aws:iam::${this.options.accountId}:user/${name}`;
  }

  #unknown(name: string): WorklinkError {
    const names = this.options.store.account.principals().map((row) => row.name);
    const near = nearest(name, names);
    return ownError('NotFound', `There is no principal ${quote(name)}.`, {
      hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}worklink emulator principal list shows those there are.`,
      details: { near },
    });
  }
}

/**
 * A policy as it is stored: a managed one by its name or ARN, another as its document.
 *
 * @throws WorklinkError `InvalidInput`
 */
function storable(policy: unknown): unknown {
  if (typeof policy === 'string' && !/^\s*\{/.test(policy)) {
    const managed = managedPolicy(policy);
    if (managed === undefined || managed === SERVICE_ROLE) throw notAttachable(policy);
    return policy;
  }
  parsePolicy(policy);
  return typeof policy === 'string' ? JSON.parse(policy) : policy;
}

function notAttachable(policy: string): WorklinkError {
  const names = [READ_ONLY.name, FULL_ACCESS.name];
  const [near] = nearest(policy, names);
  return ownError('InvalidInput', `${quote(policy)} is no managed policy that a principal can have.`, {
    hint: `${near === undefined ? '' : `Did you mean ${near}? `}Give ${names.join(' or ')}, or @FILE with a policy document.`,
  });
}
