import { createPrivateKey } from 'node:crypto';
import { postFields, redirectUrl } from './authn-request.js';
import { DIGEST_ALGORITHMS, SIGNATURE_ALGORITHMS, signBytes } from './signature/algorithms.js';

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** A service provider's key pair, PEM; the key in PKCS#8, RSA. */
export interface RequestSigner {
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * The address that carries a signed request by the HTTP-Redirect binding: the signature is over the query as it is written, not over
 * the XML (SAML 2.0 Bindings §3.4.4.1).
 */
export function signedRedirectUrl(
  singleSignOnUrl: string,
  request: string,
  relayState: string,
  signer: RequestSigner,
): string {
  const unsigned = redirectUrl(singleSignOnUrl, request, relayState);
  const [address = '', fragment] = unsigned.split('#', 2);
  const own = address.slice(address.lastIndexOf('SAMLRequest='));
  const signed = `${own}&SigAlg=${encodeURIComponent(RSA_SHA256)}`;
  const signature = signBytes(
    algorithmOf(SIGNATURE_ALGORITHMS, RSA_SHA256),
    createPrivateKey(signer.privateKey),
    Buffer.from(signed),
  );
  const query = `${signed}&Signature=${encodeURIComponent(signature.toString('base64'))}`;
  return `${address.slice(0, address.length - own.length)}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** The fields of the form that carries a signed request by the HTTP-POST binding (SAML 2.0 Bindings §3.5.4). */
export async function signedPostFields(
  request: { readonly id: string; readonly xml: string },
  relayState: string,
  signer: RequestSigner,
): Promise<Readonly<Record<string, string>>> {
  const { signXml } = await import('./signature/xml-crypto.js');
  const signed = signXml({
    document: request.xml,
    id: request.id,
    algorithm: algorithmOf(SIGNATURE_ALGORITHMS, RSA_SHA256),
    digest: algorithmOf(DIGEST_ALGORITHMS, SHA256),
    privateKey: createPrivateKey(signer.privateKey),
    certificate: signer.certificate,
  });
  return postFields(signed, relayState);
}

function algorithmOf<T extends { readonly uri: string }>(algorithms: readonly T[], uri: string): T {
  const found = algorithms.find((known) => known.uri === uri);
  if (found === undefined) throw new RangeError(`there is no algorithm ${uri}`);
  return found;
}
