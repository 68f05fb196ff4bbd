import { randomBytes } from 'node:crypto';

import { type OperationName, type OperationOutput } from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type BatchAnswer } from '../../ports/call-batch.js';
import { type Timer } from '../../ports/clock.js';
import { type Emulator, type EmulatorCredentials, type NewEmulatorPrincipal } from '../../ports/emulator.js';
import { FULL_ACCESS } from './authorization/managed-policies.js';
import { authorizeCall } from './access.js';
import { type Caller, type Principal } from './caller.js';
import { LocalCertificateManager } from './certificates/manager.js';
import { callMany, callOperation, type ChainContext } from './chain.js';
import { LocalAuditStreams } from './companions/audit-streams.js';
import { LocalDistributions } from './companions/distributions.js';
import { LocalNetworkCatalog } from './companions/network.js';
import { provideNetwork } from './companions/provided-network.js';
import { LocalIdentity } from './companions/identity.js';
import { LocalRoles } from './companions/roles.js';
import { LocalTrail } from './companions/trail.js';
import { LocalDeviceDirectory } from './devices/directory.js';
import { LocalDomainDirectory } from './domain-directory.js';
import { LocalEmulator } from './emulator.js';
import { pooled, type Random } from './identifiers.js';
import { Paginator } from './pagination.js';
import { ADMINISTRATOR, LocalPrincipals } from './principals.js';
import { type Services } from './services.js';
import { LocalStateFile } from './state-file.js';
import { type AccountRow } from './store/account.js';
import { IN_MEMORY } from './store/open.js';
import { serviceProviderKey } from './sign-in/key.js';
import { openStore, settle, type Store } from './store/store.js';
import { DEFAULT_TIMINGS, type Timings } from './timings.js';

export { type Caller, type Principal } from './caller.js';

export interface LocalAccountOptions {
  /** The state file's path, or `:memory:`. */
  readonly file: string;
  /** The machine's clock. How far the emulator's is from it is kept in the file. */
  readonly clock: Timer;
  readonly random?: Random;
  /** How long states last, where it is to differ from the defaults. */
  readonly timings?: Partial<Timings>;
  /** Refuses what the account does not know: VPCs, subnets, security groups, streams; and display names taken. */
  readonly strict?: boolean;
}

/** The account every example of AWS's own documentation has. */
const ACCOUNT_ID = '123456789012';
const TOKEN_KEY_BYTES = 32;
/** Enough that the disk is hardly waited for, and few enough that other processes get their turn within a moment. */
const BATCH_SIZE = 250;
const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:4580';

/**
 * Opens the account a state file holds, making it where there is none yet.
 *
 * @throws WorklinkError as `openDatabase` says
 */
export function openLocalAccount(options: LocalAccountOptions): LocalAccount {
  const store = openStore(options.file);
  try {
    return new LocalAccount(store, options);
  } catch (error) {
    store.db.close();
    throw error;
  }
}

/** An AWS account as far as WorkLink is concerned, in one state file that any number of processes share. */
export class LocalAccount {
  readonly #random: Random;
  readonly #timer: Timer;
  readonly #timings: Timings;
  readonly #strict: boolean;
  readonly #paginator: Paginator;
  /** The IAM users of the account. */
  readonly principals: LocalPrincipals;
  readonly accountId: string;

  constructor(
    private readonly store: Store,
    private readonly options: LocalAccountOptions,
  ) {
    this.#random = options.random ?? pooled(randomBytes);
    this.#timer = options.clock;
    this.#timings = { ...DEFAULT_TIMINGS, ...options.timings };
    this.#strict = options.strict ?? false;
    this.principals = new LocalPrincipals({
      store,
      accountId: ACCOUNT_ID,
      random: this.#random,
      now: () => this.#timer.now().getTime(),
    });
    const account = store.account.read() ?? this.#create();
    this.accountId = account.account_id;
    this.#paginator = new Paginator(account.token_key);
  }

  /**
   * Calls one operation.
   *
   * @param input what was sent: nothing is assumed of it
   * @returns the output, its times as `Date`s
   * @throws ServiceError where the service refuses
   */
  call(operation: OperationName, input: unknown, caller: Caller): Promise<Record<string, unknown>> {
    return callOperation(this.#chain(), operation, input, caller);
  }

  /** The account as one caller can reach it. Closing the backend closes the account. */
  backend(caller: Caller): Backend {
    const emulator = this.emulator();
    const call = async <O extends OperationName>(operation: O, input: unknown): Promise<OperationOutput<O>> =>
      (await this.call(operation, input, caller)) as OperationOutput<O>; // by the handler's type
    return {
      name: 'local',
      region: caller.region,
      workLink: { call },
      batch: {
        size: BATCH_SIZE,
        call: async (operation, inputs) =>
          // by the handler's type
          (await callMany(this.#chain(), operation, inputs, caller)) as readonly BatchAnswer<
            typeof operation
          >[],
      },
      deviceDirectory: new LocalDeviceDirectory({
        store: this.store,
        call,
        authorizeDescribing: (arn) => {
          authorizeCall('DescribeDevice', { FleetArn: arn }, this.#services(caller));
        },
      }),
      domainDirectory: new LocalDomainDirectory({
        store: this.store,
        call,
        authorizeDescribing: (arn) => {
          authorizeCall('DescribeDomain', { FleetArn: arn }, this.#services(caller));
        },
      }),
      certificates: emulator.certificates,
      network: new LocalNetworkCatalog(this.store, caller.region),
      distributions: new LocalDistributions(this.store, this.accountId),
      auditStreams: new LocalAuditStreams({
        store: this.store,
        accountId: this.accountId,
        region: caller.region,
        timer: this.#timer,
        now: () => this.#now(),
        creatingMs: this.#timings.streamCreating,
      }),
      trail: new LocalTrail(this.store.trail, caller.region),
      roles: this.#roles(),
      identity: new LocalIdentity(caller.principal),
      emulator,
      ...(this.options.file !== IN_MEMORY && {
        stateFile: new LocalStateFile(this.options.file, this.store),
      }),
      close: () => {
        this.close();
      },
    };
  }

  /** What only an emulated account can do. */
  emulator(): Emulator {
    const certificates = new LocalCertificateManager({
      store: this.store,
      accountId: this.accountId,
      random: this.#random,
      now: () => this.#now(),
      associatingMs: this.#timings.domainAssociating,
    });
    return new LocalEmulator({
      file: this.options.file,
      accountId: this.accountId,
      principals: this.principals,
      store: this.store,
      certificates,
      clock: this.#timer,
      random: this.#random,
      associatingMs: this.#timings.domainAssociating,
    });
  }

  /** Who acts where nobody in particular does: the account's administrator, with full access to WorkLink. */
  administrator(): Principal {
    return this.principals.administrator();
  }

  /** Whose an access key is, and its secret; nothing for an unknown key. */
  findAccessKey(
    accessKeyId: string,
  ): { readonly secretAccessKey: string; readonly principal: Principal } | undefined {
    return this.principals.byAccessKey(accessKeyId);
  }

  /**
   * Makes an IAM user with policies and an access key.
   *
   * @throws WorklinkError `AlreadyExists`; `InvalidInput` for a policy that cannot be read
   */
  createPrincipal(input: NewEmulatorPrincipal): EmulatorCredentials & { readonly principal: Principal } {
    const { accessKeyId, secretAccessKey } = this.principals.add(input);
    return { accessKeyId, secretAccessKey, principal: this.principals.byName(input.name) };
  }

  close(): void {
    this.store.db.close();
  }

  #roles(): LocalRoles {
    return new LocalRoles({
      store: this.store,
      accountId: this.accountId,
      random: this.#random,
      settle: () => {
        settle(this.store, this.#now(), { associating: this.#timings.domainAssociating });
      },
    });
  }

  #chain(): ChainContext {
    return {
      store: this.store,
      timer: this.#timer,
      random: this.#random,
      services: (by) => this.#services(by),
    };
  }

  #services(caller: Caller): Services {
    const account = this.#account();
    return {
      ...this.store,
      now: this.#now(account),
      accountId: this.accountId,
      publicUrl: account.public_url,
      caller,
      timings: this.#timings,
      random: this.#random,
      paginator: this.#paginator,
      strict: this.#strict,
      serviceProviderCertificate: async () => (await serviceProviderKey(this.store, this.#timer)).certificate,
    };
  }

  #now(account = this.#account()): number {
    return this.#timer.now().getTime() + account.clock_offset_ms;
  }

  #account(): AccountRow {
    const account = this.store.account.read();
    if (account === undefined) throw ownError('Internal', 'The state file has lost its account.');
    return account;
  }

  /** Makes the account with its administrator, unless another process is doing so. */
  #create(): AccountRow {
    this.store.db.transaction(() => {
      if (this.store.account.read() !== undefined) return;
      this.store.account.create({
        account_id: ACCOUNT_ID,
        created_at: this.#timer.now().getTime(),
        token_key: this.#random(TOKEN_KEY_BYTES),
        public_url: DEFAULT_PUBLIC_URL,
      });
      this.principals.add({ name: ADMINISTRATOR, policies: [FULL_ACCESS.name] });
      provideNetwork(this.store);
    });
    return this.#account();
  }
}
