import { createHash, createPrivateKey } from 'node:crypto';
import { type PossessionProof } from '../../../certificates/possession.js';
import { notFound } from '../../../contract/errors.js';
import { ownError, WorklinkError } from '../../../errors.js';
import { parseFleetArn } from '../../../model/arns.js';
import { type Clock } from '../../../ports/clock.js';
import {
  type SignInAnswer,
  type SignInCheck,
  type SignInOutcome,
  type SignInRequest,
  type SignIns,
  type SignInTrial,
  type WayToIdentityProvider,
} from '../../../ports/sign-ins.js';
import { type ExpectedRequest, type ResponseVerification } from '../../../saml/response/expectation.js';
import { verifyResponse } from '../../../saml/response/verify-response.js';
import { quote } from '../../../text.js';
import { enrolDevice } from '../devices/enrol.js';
import { type Random } from '../identifiers.js';
import { serviceProviderOf } from '../service-provider.js';
import { type FleetRow } from '../store/fleets.js';
import { type SignInRow } from '../store/sign-ins.js';
import { type Store } from '../store/store.js';
import { fleetOfCode, refuseUnready } from './fleet.js';
import { serviceProviderKey } from './key.js';
import { providerOf } from './provider.js';
import { wayTo } from './way.js';

export interface LocalSignInsOptions {
  readonly store: Store;
  readonly accountId: string;
  readonly random: Random;
  /** The machine's clock: identity providers and browsers keep it too, wherever the emulator has travelled. */
  readonly machine: Clock;
  /** The emulator's time, in milliseconds since the epoch: devices are enrolled by it. */
  readonly now: () => number;
  readonly settle: () => void;
}

/** A device that waits to be signed in. */
type PendingDevice = Pick<SignInRequest, 'description' | 'deviceId' | 'certificate'>;

/** How long somebody may take at the identity provider. */
const VALID_MS = 10 * 60_000;
/** 256 bits: nobody guesses somebody else's sign-in. 43 characters, of the 80 that RelayState has (SAML 2.0 Bindings §3.4.3). */
const RELAY_STATE_BYTES = 32;
const REQUEST_ID_BYTES = 20;
const TRIAL_PATH = '/sign-in/trial/';
const START_AGAIN = 'Start again with the company code.';

/** Fleets as SAML service providers: requests go out, responses come back, devices are enrolled. */
export class LocalSignIns implements SignIns {
  constructor(private readonly options: LocalSignInsOptions) {}

  async begin(request: SignInRequest): Promise<WayToIdentityProvider | 'certificate-wanted'> {
    const { companyCode, proof, ...device } = request;
    const fleet = this.#transaction(() => fleetOfCode(this.options.store.fleets, companyCode));
    providerOf(fleet);
    if (fleet.device_ca_certificate !== null && device.certificate === undefined) return 'certificate-wanted';
    const unmet = await this.#unmetPolicy(fleet, device, proof);
    if (unmet !== undefined) throw policyUnmet(fleet, unmet);
    const row = this.#transaction(() => this.#insert(fleet, JSON.stringify(device), VALID_MS));
    return this.#way(fleet, row);
  }

  async resume(trial: string): Promise<WayToIdentityProvider | undefined> {
    const found = this.#transaction(() => {
      const { signIns, fleets } = this.options.store;
      const row = signIns.find(trial);
      if (row?.is_answered !== 0 || row.device !== null) return undefined;
      const fleet = fleets.byId(row.fleet_id);
      return fleet === undefined ? undefined : { row, fleet };
    });
    return found === undefined ? undefined : this.#way(found.fleet, found.row);
  }

  async answer(answer: SignInAnswer): Promise<SignInOutcome> {
    const found = this.#transaction(() => {
      const { fleets, signIns } = this.options.store;
      const fleet = fleets.byCompanyCode(answer.companyCode);
      const { relayState } = answer;
      const row =
        fleet === undefined || relayState === undefined ? undefined : signIns.take(relayState, fleet.id);
      return { fleet, row };
    });
    const { fleet, row } = found;
    if (fleet === undefined || row === undefined) return this.#unasked(fleet, answer);
    const outcome = await this.#judge(fleet, row, answer);
    if (row.device !== null) return outcome;
    this.#transaction(() => {
      this.options.store.signIns.putOutcome(row.relay_state, JSON.stringify(outcome));
    });
    return outcome;
  }

  beginTrial(fleetArn: string, validMs: number): SignInTrial {
    const row = this.#transaction(() => {
      const parts = parseFleetArn(fleetArn);
      const fleet =
        parts?.accountId === this.options.accountId
          ? this.options.store.fleets.byName(parts.fleetName)
          : undefined;
      if (fleet === undefined) throw notFound(`Fleet ${quote(fleetArn)} was not found.`);
      refuseUnready(fleet);
      providerOf(fleet);
      return this.#insert(fleet, null, validMs);
    });
    return { id: row.relay_state, url: new URL(`${TRIAL_PATH}${row.relay_state}`, this.#publicUrl()).href };
  }

  outcomeOf(trial: string): SignInOutcome | undefined {
    const outcome = this.options.store.signIns.find(trial)?.outcome;
    // Written by `answer`, into a file that is nobody else's.
    return typeof outcome === 'string' ? (JSON.parse(outcome) as SignInOutcome) : undefined;
  }

  endTrial(trial: string): void {
    this.#transaction(() => {
      this.options.store.signIns.remove(trial);
    });
  }

  async #judge(fleet: FleetRow, row: SignInRow, answer: SignInAnswer): Promise<SignInOutcome> {
    const { signIns } = this.options.store;
    const verification = this.#verification(fleet, { id: row.request_id }, answer);
    if ('verdict' in verification) return verification;
    const verdict = await verifyResponse({
      ...verification,
      isReplay: (assertionId, notOnOrAfter) =>
        this.#transaction(() => {
          const name = JSON.stringify([verification.expected.idp.entityId, assertionId]);
          const hash = createHash('sha256').update(name).digest('hex');
          return signIns.isReplay(fleet.id, hash, notOnOrAfter.getTime());
        }),
    });
    if (verdict.verdict === 'refused') return verdict;
    const { nameId, nameIdFormat, attributes, signedBy, checks } = verdict;
    const user = {
      nameId,
      attributes,
      ...(nameIdFormat !== undefined && { nameIdFormat }),
      ...(signedBy !== undefined && { signedBy }),
    };
    if (row.device === null) return { verdict: 'accepted', ...user, checks };
    return this.#enrol(fleet, row.device, { verdict: 'accepted', ...user, checks });
  }

  /** Signs a device in, once its user is known; what may have changed meanwhile is looked at again. */
  async #enrol(
    fleet: FleetRow,
    waiting: string,
    accepted: Extract<SignInOutcome, { readonly verdict: 'accepted' }>,
  ): Promise<SignInOutcome> {
    const device = JSON.parse(waiting) as PendingDevice; // written by `begin`
    const { store, random, now } = this.options;
    try {
      const unmet = await this.#unmetPolicy(fleet, device);
      if (unmet !== undefined) throw policyUnmet(fleet, unmet);
      const row = this.#transaction(() => {
        refuseUnready(fleetOfCode(store.fleets, fleet.company_code));
        return enrolDevice(fleet, accepted.nameId, device, { devices: store.devices, now: now(), random });
      });
      return { ...accepted, deviceId: row.id };
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      const refused = failed('device', error.message, error.hint ?? START_AGAIN);
      return { verdict: 'refused', checks: [...accepted.checks, refused] };
    }
  }

  /**
   * An answer to nothing that was asked: begun at the identity provider, used before, or too late. All else is judged all the same, for
   * whoever sets the identity provider up; nothing is remembered of it.
   */
  async #unasked(fleet: FleetRow | undefined, answer: SignInAnswer): Promise<SignInOutcome> {
    const message =
      'The answer belongs to no sign-in that is under way here: it was begun at the identity provider, was used already, or took too long.';
    const unasked = failed('sign-in', message, START_AGAIN);
    if (fleet === undefined) return { verdict: 'refused', checks: [unasked] };
    const verification = this.#verification(fleet, 'any', answer);
    if ('verdict' in verification) return { verdict: 'refused', checks: [unasked] };
    const { checks } = await verifyResponse(verification);
    return { verdict: 'refused', checks: [unasked, ...checks] };
  }

  #verification(
    fleet: FleetRow,
    request: ExpectedRequest,
    { samlResponse }: SignInAnswer,
  ): ResponseVerification | SignInOutcome {
    const { machine, store } = this.options;
    try {
      refuseUnready(fleet);
      const { entityId, identityProvider } = providerOf(fleet);
      const provider = serviceProviderOf(fleet.company_code, this.#publicUrl());
      const key = store.signIns.key();
      return {
        message: samlResponse,
        at: machine.now(),
        expected: {
          idp: { entityId, signingCertificates: identityProvider.signingCertificates },
          spEntityId: provider.entityId,
          acsUrl: provider.assertionConsumerServiceUrl,
          request,
          ...(key !== undefined && { decryptionKeys: [createPrivateKey(key.private_key)] }),
        },
      };
    } catch (error) {
      if (!(error instanceof WorklinkError)) throw error;
      return { verdict: 'refused', checks: [failed('fleet', error.message, error.hint ?? START_AGAIN)] };
    }
  }

  async #unmetPolicy(
    fleet: FleetRow,
    device: PendingDevice,
    proof?: PossessionProof,
  ): Promise<string | undefined> {
    const ca = fleet.device_ca_certificate;
    if (ca === null) return undefined;
    const { unmetPolicy } = await import('../devices/policy.js');
    const presented = device.certificate === undefined ? undefined : Buffer.from(device.certificate);
    return unmetPolicy(ca, presented, new Date(this.options.now()), proof);
  }

  #insert(fleet: FleetRow, device: string | null, validMs: number): SignInRow {
    const { random, machine, store } = this.options;
    const row = {
      relay_state: Buffer.from(random(RELAY_STATE_BYTES)).toString('base64url'),
      // An xs:ID must not begin with a digit.
      request_id: `_${Buffer.from(random(REQUEST_ID_BYTES)).toString('hex')}`,
      fleet_id: fleet.id,
      device,
      due_at: machine.now().getTime() + validMs,
    };
    store.signIns.insert(row);
    return { ...row, outcome: null, is_answered: 0 };
  }

  #way(fleet: FleetRow, row: SignInRow): Promise<WayToIdentityProvider> {
    const { store, machine } = this.options;
    return wayTo({
      fleet,
      provider: providerOf(fleet),
      publicUrl: this.#publicUrl(),
      requestId: row.request_id,
      relayState: row.relay_state,
      machine,
      key: () => serviceProviderKey(store, machine),
    });
  }

  #publicUrl(): string {
    const account = this.options.store.account.read();
    if (account === undefined) throw ownError('Internal', 'The state file has lost its account.');
    return account.public_url;
  }

  /** Everything has come to the state that it is in by now, and what nobody waits for any more is gone. */
  #transaction<T>(work: () => T): T {
    const { store, settle, machine } = this.options;
    return store.db.transaction(() => {
      settle();
      store.signIns.forget(machine.now().getTime());
      return work();
    });
  }
}

function policyUnmet(fleet: FleetRow, unmet: string): WorklinkError {
  return ownError(
    'NotAllowed',
    `The device does not meet the device policies of fleet ${fleet.name}: ${unmet}.`,
    { hint: 'Present a certificate of the fleet’s device certificate authority.' },
  );
}

function failed(id: string, message: string, fix: string): SignInCheck {
  return { id, passed: false, message, fix };
}
