import { type KeyObject } from 'node:crypto';
import { readPrivateKey } from '../../certificates/private-key.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { type Backend } from '../../ports/backend.js';
import { type SignInOutcome } from '../../ports/sign-ins.js';
import { readIdentityProviderMetadata } from '../../saml/metadata.js';
import { capturedMessage } from '../../saml/response/captured.js';
import { type ResponseExpectation } from '../../saml/response/expectation.js';
import { type ResponseVerdict, verifyResponse } from '../../saml/response/verify-response.js';
import { FindingsRefused } from '../findings-refused.js';
import { linkedMetadata, showIdentityProvider } from './link.js';
import { type MetadataDocument, wholeDocument } from './metadata.js';
import { showServiceProvider } from './service-provider.js';

export { type ResponseVerdict } from '../../saml/response/verify-response.js';

/** The two sides of a sign-in. */
export type SignInParties = Pick<ResponseExpectation, 'idp' | 'spEntityId' | 'acsUrl'>;

export interface ResponseTest {
  /** As captured: XML, base64, or a form's body. */
  readonly response: Uint8Array;
  readonly at: Date;
  readonly skewMs: number;
  /** The request that was answered, where it is known. */
  readonly requestId?: string | undefined;
  readonly allowSha1: boolean;
  readonly allowRsa15: boolean;
  /** The service provider's private key, for encrypted assertions: PEM or DER. */
  readonly decryptionKey?: Uint8Array | undefined;
}

/**
 * The parties as a fleet has them linked.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound` where there is no such fleet, or no identity provider's metadata
 */
export async function fleetParties(backend: Backend, fleet: string, now: Date): Promise<SignInParties> {
  const provider = await showIdentityProvider(backend, fleet, now);
  const { entityId, assertionConsumerServiceUrl } = await showServiceProvider(backend, fleet);
  return { idp: idpOf(linkedMetadata(provider)), spEntityId: entityId, acsUrl: assertionConsumerServiceUrl };
}

/** The parties as files and flags have them. @throws WorklinkError `InvalidInput` where the metadata is refused */
export async function givenParties(
  metadata: MetadataDocument,
  spEntityId: string,
  acsUrl: string,
): Promise<SignInParties> {
  return { idp: idpOf(await wholeDocument(metadata)), spEntityId, acsUrl };
}

/**
 * Judges a captured response offline.
 *
 * @throws WorklinkError `InvalidInput` where the decryption key cannot be read; whatever is wrong with the response is in
 * the verdict
 */
export async function testResponse(parties: SignInParties, test: ResponseTest): Promise<ResponseVerdict> {
  const { response, at, skewMs, requestId, allowSha1, allowRsa15, decryptionKey } = test;
  return verifyResponse({
    message: capturedMessage(response),
    expected: {
      ...parties,
      request: requestId === undefined ? 'any' : { id: requestId },
      ...(decryptionKey !== undefined && { decryptionKeys: [keyOf(decryptionKey)] }),
    },
    at,
    skewSeconds: skewMs / 1000,
    allowSha1,
    allowRsa15,
  });
}

/** What a refused response makes a command fail with; nothing for an accepted one. */
export function refusalOf({ verdict, checks }: SignInOutcome): WorklinkError | undefined {
  if (verdict === 'accepted') return undefined;
  const failed = checks.filter(({ passed }) => !passed);
  const [first] = failed;
  const more = failed.length > 1 ? ` ${String(failed.length)} checks failed in all.` : '';
  return ownError(
    'CheckFailed',
    `The response is refused: ${first?.message ?? 'nothing speaks for it.'}${more}`,
    {
      ...(first !== undefined && { hint: first.fix }),
      details: { failed: failed.map(({ id }) => id) },
    },
  );
}

/** Without a time: what a metadata document says of its own validity has no bearing on a response captured long ago. */
function idpOf(metadata: Uint8Array | string): SignInParties['idp'] {
  const reading = readIdentityProviderMetadata(metadata);
  if (reading.verdict === 'accepted') {
    return { entityId: reading.entityId, signingCertificates: reading.identityProvider.signingCertificates };
  }
  throw new FindingsRefused('The metadata', reading.findings);
}

function keyOf(file: Uint8Array): KeyObject {
  const { key, findings } = readPrivateKey(file);
  const [finding] = findings;
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw ownError('InvalidInput', finding?.message ?? 'The decryption key is not an RSA key.', {
    hint: finding?.fix ?? 'Give the private key of the certificate that assertions are encrypted to.',
  });
}
