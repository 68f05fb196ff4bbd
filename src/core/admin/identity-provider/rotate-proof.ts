import { ownError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { freshMetadata, keysOf, type Rotation } from './rotate.js';
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
  const [certificate] = keysOf(rotation).fresh;
  if (certificate === undefined) throw ownError('Internal', 'A rotation has no new key.');
  return { ...rotation, proof: { time: at, certificate } };
}
