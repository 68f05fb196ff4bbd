import { type CertificateFacts } from '../../certificates/certificate.js';

/** A certificate as results list it. */
export interface CertificateListed {
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal, lower case, without separators. */
  readonly serialNumber: string;
  /** Of the DER: 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isCa: boolean;
  readonly keyType: string;
  /** `DNS:www.example.com`, `IP:192.0.2.1`, `EMAIL:…`, `URI:…`; other forms as `other:…`. */
  readonly subjectAltNames: readonly string[];
  readonly version: number;
  readonly signatureAlgorithm: string;
  readonly pathLength?: number;
  readonly keyUsage?: readonly string[];
  readonly extendedKeyUsage?: readonly string[];
}

/** A Subject Alternative Name as one string: its form, a colon, its value. */
export function subjectAltNameText({ type, value }: CertificateFacts['subjectAltNames'][number]): string {
  return `${type}:${value}`;
}

/** A certificate's facts for a result. */
export function listed(facts: CertificateFacts): CertificateListed {
  const { subject, issuer, serialNumber, sha256, notBefore, notAfter, isCa, keyType } = facts;
  const { version, signatureAlgorithm, pathLength, keyUsage, extendedKeyUsage } = facts;
  return {
    ...{ subject, issuer, serialNumber, sha256, notBefore, notAfter, isCa, keyType },
    subjectAltNames: facts.subjectAltNames.map(subjectAltNameText),
    ...{ version, signatureAlgorithm },
    ...(pathLength === undefined ? {} : { pathLength }),
    ...(keyUsage === undefined ? {} : { keyUsage }),
    ...(extendedKeyUsage === undefined ? {} : { extendedKeyUsage }),
  };
}
