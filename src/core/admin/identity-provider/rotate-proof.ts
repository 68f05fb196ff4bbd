import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { freshMetadata, provenBy, type Rotation } from './rotate.js';
import { showServiceProvider } from './service-provider.js';
import { givenParties, refusalOf, testResponse } from './test-response.js';

export interface CapturedProof {
  readonly response: Uint8Array;
  readonly at: Date;
  readonly decryptionKey: Uint8Array | undefined;
}

/** What most service providers allow clocks to be apart. */
const SKEW_MS = 180_000;

/**
 * The rotation, proven by a captured response: judged by the new keys alone.
 *
 * @throws WorklinkError `CheckFailed` where it is refused
 */
export async function proveByResponse(
  backend: Backend,
  rotation: Rotation,
  { response, at, decryptionKey }: CapturedProof,
): Promise<Rotation> {
  const { entityId, assertionConsumerServiceUrl } = await showServiceProvider(backend, rotation.fleetArn);
  const parties = await givenParties(
    Buffer.from(freshMetadata(rotation)),
    entityId,
    assertionConsumerServiceUrl,
  );
  const verdict = await testResponse(parties, {
    response,
    at,
    skewMs: SKEW_MS,
    allowSha1: false,
    allowRsa15: false,
    decryptionKey,
  });
  const refusal = refusalOf(verdict);
  if (refusal !== undefined) throw refusal;
  const proven = provenBy(rotation, verdict, at);
  if (proven !== undefined) return proven;
  throw ownError('CheckFailed', 'The response and its assertion are signed with different keys.', {
    hint: 'Have the identity provider sign both with the new one, and capture a response again.',
  });
}
