import { type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { ownError } from '../errors.js';

/** What somebody was given to sign, and what came back. */
export interface PossessionProof {
  readonly challenge: Uint8Array;
  readonly signature: Uint8Array;
}

/** As `openssl dgst -sha256 -sign` has it: PKCS #1 for RSA, DER for ECDSA; the EdDSA algorithms hash by themselves. */
function hashFor({ asymmetricKeyType }: KeyObject): string | null {
  return asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448' ? null : 'sha256';
}

/** Signs a challenge. @throws WorklinkError `InvalidInput` for a key that cannot sign */
export function signChallenge(key: KeyObject, challenge: Uint8Array): PossessionProof {
  try {
    return { challenge, signature: sign(hashFor(key), challenge, key) };
  } catch (cause) {
    throw ownError('InvalidInput', 'The private key is of a kind that cannot sign.', { cause });
  }
}

/** Whether the private key of a certificate has signed a challenge. @param der the certificate */
export function provesPossession(der: Uint8Array, { challenge, signature }: PossessionProof): boolean {
  try {
    const { publicKey } = new X509Certificate(der);
    return verify(hashFor(publicKey), challenge, publicKey, signature);
  } catch {
    // A key that signs nothing, such as one for key agreement.
    return false;
  }
}
