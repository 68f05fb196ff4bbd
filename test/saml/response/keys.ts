import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

/** A signer: a key and a certificate over it that a metadata document may hold. */
export interface Signer {
  readonly privateKey: KeyObject;
  readonly certificate: string;
}

const made = new Map<string, Signer>();

/** An RSA signer with a self-signed certificate, made once for each name. */
export function signer(name: string, commonName = name): Signer {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const issued = {
    privateKey: createPrivateKey(privateKey),
    certificate: selfSigned(privateKey, '01', commonName),
  };
  made.set(name, issued);
  return issued;
}

/** Another certificate over a signer's key. */
export function renewedCertificate(name: string): string {
  const privateKey = signer(name).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return selfSigned(privateKey, '02', name);
}

function selfSigned(privateKey: string, serialNumber: string, commonName: string): string {
  const certificate = forge.pki.createCertificate();
  const forgeKey = forge.pki.privateKeyFromPem(privateKey);
  certificate.publicKey = forge.pki.setRsaPublicKey(forgeKey.n, forgeKey.e);
  certificate.serialNumber = serialNumber;
  certificate.validity.notBefore = new Date(VALIDITY.from);
  certificate.validity.notAfter = new Date(VALIDITY.to);
  const subject = [{ name: 'commonName', value: commonName }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.sign(forgeKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

const VALIDITY = { from: '2026-01-01T00:00:00Z', to: '2036-01-01T00:00:00Z' };
