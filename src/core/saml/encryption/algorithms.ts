/** Namespaces and algorithms of XML Encryption 1.1 (§5), as far as SAML uses them. */
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';
export const XENC11 = 'http://www.w3.org/2009/xmlenc11#';

/** The hashes of RSA-OAEP, as node:crypto names them. */
export type OaepHash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface ContentCipher {
  readonly uri: string;
  readonly cipher:
    'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc';
  /** In bytes. */
  readonly keyLength: number;
}

/** AES only: Triple DES has blocks so short that a recorded session gives it away. */
export const CONTENT_CIPHERS: readonly ContentCipher[] = [
  { uri: `${XENC11}aes128-gcm`, cipher: 'aes-128-gcm', keyLength: 16 },
  { uri: `${XENC11}aes192-gcm`, cipher: 'aes-192-gcm', keyLength: 24 },
  { uri: `${XENC11}aes256-gcm`, cipher: 'aes-256-gcm', keyLength: 32 },
  { uri: `${XENC}aes128-cbc`, cipher: 'aes-128-cbc', keyLength: 16 },
  { uri: `${XENC}aes192-cbc`, cipher: 'aes-192-cbc', keyLength: 24 },
  { uri: `${XENC}aes256-cbc`, cipher: 'aes-256-cbc', keyLength: 32 },
];

export const RSA_15 = `${XENC}rsa-1_5`;
/** Its mask is always made with SHA-1 (XML Encryption 1.1 §5.5.2). */
export const RSA_OAEP_MGF1P = `${XENC}rsa-oaep-mgf1p`;
export const RSA_OAEP = `${XENC11}rsa-oaep`;

/** Digests of RSA-OAEP by their URI; the URIs are XML Signature's and XML Encryption's own. */
export const OAEP_DIGESTS: Readonly<Record<string, OaepHash>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': 'sha1',
  'http://www.w3.org/2001/04/xmldsig-more#sha224': 'sha224',
  [`${XENC}sha256`]: 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  [`${XENC}sha384`]: 'sha384',
  [`${XENC}sha512`]: 'sha512',
};

/** Masks of RSA-OAEP by their URI (XML Encryption 1.1 §5.5.2). */
export const OAEP_MASKS: Readonly<Record<string, OaepHash>> = {
  [`${XENC11}mgf1sha1`]: 'sha1',
  [`${XENC11}mgf1sha224`]: 'sha224',
  [`${XENC11}mgf1sha256`]: 'sha256',
  [`${XENC11}mgf1sha384`]: 'sha384',
  [`${XENC11}mgf1sha512`]: 'sha512',
};
