import { ownError, type WorklinkError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type SignInOutcome } from '../../ports/sign-ins.js';
import { readIdentityProviderMetadata } from '../../saml/metadata.js';
import { signingFingerprints, withKeysOf, withoutKeys } from '../../saml/metadata/merge-keys.js';
import { quote } from '../../text.js';
import { type MetadataDocument } from './metadata.js';
import {
  linkedMetadata,
  type LinkPlan,
  type LinkRequest,
  planLinkUpdate,
  showIdentityProvider,
} from './link.js';

/** A signing key of an identity provider being replaced: what is needed to end it either way. */
export interface Rotation {
  readonly fleetArn: string;
  readonly startedTime: Date;
  /** The documents: as it was linked, as the identity provider has it now. */
  readonly before: string;
  readonly after: string;
  readonly proof?: RotationProof;
}

/** That somebody has signed in with a new key. */
export interface RotationProof {
  readonly time: Date;
  /** SHA-256 of the certificate. */
  readonly certificate: string;
}

/** Which keys the linked metadata has: those of the rotation, or whatever somebody has linked meanwhile. */
export type LinkedKeys = 'both' | 'old' | 'new' | 'others';

/** The new metadata, and as of when it is judged. */
export type RotationRequest = LinkRequest & { readonly metadata: MetadataDocument };

export interface RotationStatus {
  readonly fleetArn: string;
  readonly state: 'NONE' | 'STARTED' | 'PROVEN';
  readonly startedTime?: Date;
  readonly linked?: LinkedKeys;
  readonly oldCertificates?: readonly string[];
  readonly newCertificates?: readonly string[];
  readonly provenTime?: Date;
  readonly provenBy?: string;
}

/** The certificates that go, and those that come. */
export function keysOf({ before, after }: Pick<Rotation, 'before' | 'after'>): {
  readonly old: readonly string[];
  readonly fresh: readonly string[];
} {
  const old = signingFingerprints(before);
  return { old, fresh: signingFingerprints(after).filter((sha256) => !old.includes(sha256)) };
}

/**
 * What the beginning of a rotation would send: the linked metadata with the new signing keys beside its own.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `InvalidInput` for metadata that is refused, is another identity provider's, or has no new key; `NotFound`;
 *   `WrongState`
 */
export async function planRotation(
  backend: Backend,
  fleet: string,
  request: RotationRequest,
): Promise<{ readonly rotation: Rotation; readonly plan: LinkPlan }> {
  const { now } = request;
  const provider = await showIdentityProvider(backend, fleet, now);
  const before = linkedMetadata(provider);
  // Judged as for any link, so that it is refused in the same words; what is linked in the end is this.
  const { input, findings } = await planLinkUpdate(backend, fleet, request);
  const after = input.IdentityProviderSamlMetadata ?? '';
  const reading = readIdentityProviderMetadata(after);
  if (reading.entityId !== provider.entityId) {
    throw refused(
      `The metadata is of ${quote(reading.entityId ?? '')}, and ${quote(provider.entityId ?? '')} is linked.`,
      'A rotation is of one identity provider’s key. For another identity provider: worklink idp update.',
    );
  }
  const rotation = { fleetArn: provider.fleetArn, startedTime: now, before, after };
  if (keysOf(rotation).fresh.length === 0) {
    throw refused(
      'The metadata has no signing certificate that is not linked already.',
      'Have the identity provider publish the new one, and download its metadata again.',
    );
  }
  const during = withKeysOf(before, after);
  const plan = await planLinkUpdate(backend, fleet, { metadata: during, now });
  return { rotation, plan: { ...plan, findings } };
}

/** How far a rotation has come. @param fleet name or ARN */
export async function rotationStatus(
  backend: Backend,
  fleet: string,
  rotation: Rotation | undefined,
  now: Date,
): Promise<RotationStatus> {
  const { fleetArn, signingCertificates = [] } = await showIdentityProvider(backend, fleet, now);
  if (rotation === undefined) return { fleetArn, state: 'NONE' };
  const { old, fresh } = keysOf(rotation);
  const { proof } = rotation;
  return {
    fleetArn,
    state: proof === undefined ? 'STARTED' : 'PROVEN',
    startedTime: rotation.startedTime,
    linked: linkedKeys(
      signingCertificates.map(({ sha256 }) => sha256),
      rotation,
    ),
    oldCertificates: old,
    newCertificates: fresh,
    ...(proof !== undefined && { provenTime: proof.time, provenBy: proof.certificate }),
  };
}

function linkedKeys(linked: readonly string[], { before, after }: Rotation): LinkedKeys {
  const { old, fresh } = keysOf({ before, after });
  if (isSame(linked, [...old, ...fresh])) return 'both';
  if (isSame(linked, old)) return 'old';
  return isSame(linked, fresh) ? 'new' : 'others';
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((sha256) => others.includes(sha256));
}

/**
 * What the end of a rotation would send: the identity provider's new metadata, without the keys that go.
 *
 * @throws WorklinkError `WrongState` where nobody has signed in with a new key, or other metadata has been linked meanwhile
 */
export async function planFinish(backend: Backend, rotation: Rotation, now: Date): Promise<LinkPlan> {
  const { linked } = await rotationStatus(backend, rotation.fleetArn, rotation, now);
  if (rotation.proof === undefined) {
    throw ownError('WrongState', 'No sign-in has proven the new signing certificate yet.', {
      hint: 'Have the identity provider sign with it, and sign in with worklink idp test; or give a captured response with --response.',
    });
  }
  if (linked === 'others') throw changedMeanwhile();
  const metadata = withoutKeys(rotation.after, keysOf(rotation).old);
  return planLinkUpdate(backend, rotation.fleetArn, { metadata, now });
}

/** What going back would send: the metadata as it was. @throws WorklinkError `WrongState` where other metadata has been linked */
export async function planRollback(backend: Backend, rotation: Rotation, now: Date): Promise<LinkPlan> {
  const { linked } = await rotationStatus(backend, rotation.fleetArn, rotation, now);
  if (linked === 'others') throw changedMeanwhile();
  return planLinkUpdate(backend, rotation.fleetArn, { metadata: rotation.before, now });
}

/** The rotation, proven where a sign-in was signed with a new key. */
export function provenBy(rotation: Rotation, outcome: SignInOutcome, time: Date): Rotation | undefined {
  if (outcome.verdict !== 'accepted' || outcome.signedBy === undefined) return undefined;
  const isNew = keysOf(rotation).fresh.includes(outcome.signedBy);
  return isNew ? { ...rotation, proof: { time, certificate: outcome.signedBy } } : undefined;
}

/** The metadata of a new key alone: what is accepted by it was signed with one. */
export function freshMetadata(rotation: Rotation): string {
  return withoutKeys(rotation.after, keysOf(rotation).old);
}

function changedMeanwhile(): WorklinkError {
  return ownError('WrongState', 'Other metadata has been linked since the rotation was started.', {
    hint: 'See worklink idp show. To link what is right: worklink idp update; to forget the rotation: worklink idp rotate rollback --forget.',
  });
}

function refused(message: string, hint: string): WorklinkError {
  return ownError('InvalidInput', message, { hint });
}
