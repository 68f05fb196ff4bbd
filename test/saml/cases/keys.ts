import { generateKeyPairSync } from 'node:crypto';
import { base64Of, fixture, metadataWith, signingKey } from '../support.js';
import { type Case } from './case.js';

const der = Buffer.from(base64Of('okta'), 'base64');

const KEY_VALUE =
  '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue/></ds:KeyValue></ds:KeyInfo></md:KeyDescriptor>';

function withCertificate(text: string): string {
  return metadataWith({ keys: signingKey(text) });
}

/** What is wrong or remarkable about keys and certificates. */
export const KEY_CASES: readonly Case[] = [
  {
    name: 'no key',
    id: 'metadata-no-signing-key',
    document: metadataWith({ keys: '' }),
    says: /no signing key/,
    at: /IDPSSODescriptor/,
  },
  {
    name: 'two authorities that issued each other',
    id: 'metadata-no-signing-key',
    document: metadataWith({ keys: signingKey(base64Of('cross-a'), base64Of('cross-b')) }),
    says: /no signing key/,
    with: ['metadata-certificate-chain', 'metadata-certificate-chain'],
  },
  {
    name: 'a key for encryption',
    id: 'metadata-encryption-key-only',
    document: metadataWith({ keys: signingKey(base64Of('okta')).replace('signing', 'encryption') }),
    says: /encryption only/,
    at: /KeyDescriptor/,
  },
  {
    name: 'a bare key',
    id: 'metadata-key-without-certificate',
    document: metadataWith({ keys: KEY_VALUE }),
    says: /KeyValue/,
  },
  {
    name: 'a key by name',
    id: 'metadata-key-without-certificate',
    document: metadataWith({ keys: KEY_VALUE.replaceAll('ds:KeyValue', 'ds:KeyName') }),
    says: /as KeyName/,
  },
  {
    name: 'no KeyInfo',
    id: 'metadata-key-without-certificate',
    document: metadataWith({ keys: '<md:KeyDescriptor/>' }),
    says: /without a ds:KeyInfo/,
  },
  {
    name: 'an empty KeyInfo',
    id: 'metadata-key-without-certificate',
    document: metadataWith({ keys: '<md:KeyDescriptor><ds:KeyInfo/></md:KeyDescriptor>' }),
    says: /empty KeyInfo/,
  },
  {
    name: 'a bare key beside a certificate',
    id: 'metadata-key-left-out',
    document: metadataWith({ keys: KEY_VALUE + signingKey(base64Of('okta')) }),
    says: /KeyValue/,
  },
  {
    name: 'another use',
    id: 'metadata-key-use-unknown',
    document: metadataWith({
      keys: signingKey(base64Of('okta')) + signingKey(base64Of('adfs')).replace('signing', 'Signing'),
    }),
    says: /'Signing'/,
  },
  {
    name: '33 certificates',
    id: 'metadata-too-many-certificates',
    document: metadataWith({ keys: signingKey(...Array.from({ length: 33 }, () => base64Of('ec-p256'))) }),
    says: /33/,
  },
  {
    name: 'an empty certificate',
    id: 'metadata-certificate-base64',
    document: withCertificate(' '),
    says: /empty/,
    at: /X509Certificate/,
  },
  {
    name: 'PEM around the certificate',
    id: 'metadata-certificate-base64',
    document: withCertificate(fixture('certificates/okta.pem').toString()),
    says: /BEGIN and END/,
  },
  {
    name: 'another character in the base64',
    id: 'metadata-certificate-base64',
    document: withCertificate(base64Of('okta').replace('M', '-')),
    says: /'-' doesn't belong/,
  },
  {
    name: 'an invisible character in the base64',
    id: 'metadata-certificate-base64',
    document: withCertificate(`${base64Of('okta')}\u200b`),
    says: /invisible/,
  },
  {
    name: 'base64 cut off',
    id: 'metadata-certificate-base64',
    document: withCertificate(base64Of('okta').slice(0, -3)),
    says: /padding/,
  },
  {
    name: 'base64 with padding in the middle',
    id: 'metadata-certificate-base64',
    document: withCertificate(`TQ==${base64Of('okta')}`),
    says: /padding/,
  },
  {
    name: 'base64 with stray bits',
    id: 'metadata-certificate-base64',
    document: withCertificate('TR=='),
    says: /padding/,
  },
  {
    name: 'an element in the certificate',
    id: 'metadata-certificate-base64',
    document: withCertificate(`${base64Of('okta')}<md:x/>`),
    says: /elements/,
  },
  {
    name: 'no certificate',
    id: 'metadata-certificate-unreadable',
    document: withCertificate('AAAA'),
    says: /isn't an X\.509/,
  },
  {
    name: 'a certificate cut off',
    id: 'metadata-certificate-unreadable',
    document: withCertificate(der.subarray(0, 600).toString('base64')),
    says: /isn't an X\.509/,
  },
  {
    name: 'a public key',
    id: 'metadata-certificate-unreadable',
    document: withCertificate(
      generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    ),
    says: /isn't an X\.509/,
  },
  {
    name: 'PEM in base64',
    id: 'metadata-certificate-unreadable',
    document: withCertificate(fixture('certificates/okta.pem').toString('base64')),
    says: /second time/,
  },
  {
    name: 'bytes behind the certificate',
    id: 'metadata-certificate-trailing-bytes',
    document: withCertificate(Buffer.concat([der, Buffer.alloc(3)]).toString('base64')),
    says: /3 bytes/,
  },
  {
    name: 'a second certificate behind the first',
    id: 'metadata-certificate-trailing-bytes',
    document: withCertificate(Buffer.concat([der, der]).toString('base64')),
    says: new RegExp(`${der.length} bytes`),
  },
  {
    name: 'an expired certificate',
    id: 'metadata-certificate-expired',
    document: withCertificate(base64Of('short-lived')),
    says: /CN=short-lived\.example\.com expired on 2026-12/,
  },
  {
    name: 'a certificate signed with SHA-1',
    id: 'metadata-certificate-weak-signature',
    document: withCertificate(base64Of('sha1')),
    says: /SHA-1/,
  },
  {
    name: 'a short RSA key',
    id: 'metadata-certificate-weak-key',
    document: withCertificate(base64Of('rsa-1024')),
    says: /1024 bits/,
  },
  {
    name: 'a chain',
    id: 'metadata-certificate-chain',
    document: metadataWith({ keys: signingKey(base64Of('chain-leaf'), base64Of('chain-ca')) }),
    says: /CN=Example Signing CA,O=Example Corp issued/,
  },
  {
    name: 'a certificate twice',
    id: 'metadata-certificate-duplicate',
    document: metadataWith({ keys: signingKey(base64Of('okta')).repeat(2) }),
    says: /more than once/,
  },
  {
    name: 'two certificates',
    id: 'metadata-several-signing-keys',
    document: metadataWith({ keys: signingKey(base64Of('okta')) + signingKey(base64Of('adfs')) }),
    says: /2 signing certificates/,
  },
];
