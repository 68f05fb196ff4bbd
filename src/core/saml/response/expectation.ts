import { type KeyObject } from 'node:crypto';

/**
 * Which sign-in request a response may answer: the one with this ID; none at all, where the identity provider started
 * (`unsolicited`); or any, because nobody knows any more, as for a captured response.
 */
export type ExpectedRequest = { readonly id: string } | 'unsolicited' | 'any';

/** What a service provider knows before a response arrives. */
export interface ResponseExpectation {
  readonly idp: {
    readonly entityId: string;
    /** The signing certificates of the metadata; only these are trusted. */
    readonly signingCertificates: readonly { readonly pem: string }[];
  };
  readonly spEntityId: string;
  readonly acsUrl: string;
  readonly request: ExpectedRequest;
  /** The service provider's private keys, for encrypted assertions. */
  readonly decryptionKeys?: readonly KeyObject[];
}

export interface ResponseVerification {
  /** The form field SAMLResponse, in base64, or the XML it stands for. */
  readonly message: Uint8Array | string;
  readonly expected: ResponseExpectation;
  readonly at: Date;
  /** How far the clocks may be apart, in seconds; by default {@link DEFAULT_SKEW_SECONDS}. */
  readonly skewSeconds?: number;
  /** Takes signatures made with SHA-1, which can be forged. */
  readonly allowSha1?: boolean;
  /** Takes keys transported by RSA PKCS #1 v1.5, which tells an eavesdropper that can ask often enough. */
  readonly allowRsa15?: boolean;
  /**
   * Whether an assertion has been seen before. Asked last and only where everything else holds, so it may remember the
   * assertion, until the time given.
   */
  readonly isReplay?: (assertionId: string, notOnOrAfter: Date) => boolean;
}

/** What most service providers allow. */
export const DEFAULT_SKEW_SECONDS = 180;
