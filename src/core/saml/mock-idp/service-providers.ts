import { type KeyObject, X509Certificate } from 'node:crypto';
import { ownError } from '../../errors.js';
import { quote } from '../../text.js';
import { readEncryptionCertificates, readServiceProviderMetadata } from '../sp-metadata.js';

/** A service provider that a mock identity provider can encrypt to. */
export interface KnownServiceProvider {
  readonly entityId: string;
  /** RSA. */
  readonly publicKey: KeyObject;
}

/**
 * Reads from a service provider's metadata whom assertions are encrypted to.
 *
 * @throws WorklinkError `InvalidInput` where it isn't a service provider's, or has no certificate of an RSA key for that
 */
export function readKnownServiceProvider(document: Uint8Array): KnownServiceProvider {
  const { entityId } = readServiceProviderMetadata(document);
  const publicKey = readEncryptionCertificates(document)
    .map((pem) => new X509Certificate(pem).publicKey)
    .find(({ asymmetricKeyType }) => asymmetricKeyType === 'rsa');
  if (publicKey !== undefined) return { entityId, publicKey };
  throw ownError(
    'InvalidInput',
    `The metadata of ${quote(entityId)} has no certificate of an RSA key that assertions could be encrypted to.`,
    { hint: 'Write it anew: worklink idp sp-metadata --output-file sp-metadata.xml' },
  );
}
