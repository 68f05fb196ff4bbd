import { type Credential, parseCredential } from './credential.js';
import { incomplete, mismatch, Refusal, shown } from './refusal.js';
import { type Timestamp } from './timestamp.js';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a request says of its own signature, read but not yet believed. */
export interface Claim {
  readonly form: 'header' | 'query';
  readonly credential: Credential;
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
  readonly signed: Timestamp;
  /** How long a presigned URL is good, in milliseconds; `undefined` for a signature in a header. */
  readonly lifetimeMs: number | undefined;
  readonly sessionToken: string | undefined;
}

const LOWER_CASE_TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;

const SIGNATURE = /^[0-9a-f]{64}$/;

/** The parts that both forms spell alike. */
interface ClaimTexts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

/**
 * Reads the parts that both forms spell alike. A signature that is no HMAC-SHA256 at all is answered as any wrong one.
 */
export function parseClaimTexts(
  texts: ClaimTexts,
): Pick<Claim, 'credential' | 'signedHeaders' | 'signature'> | Refusal {
  const credential = parseCredential(texts.credential);
  if (credential instanceof Refusal) {
    return credential;
  }
  const signedHeaders = parseSignedHeaders(texts.signedHeaders);
  if (signedHeaders instanceof Refusal) {
    return signedHeaders;
  }
  return SIGNATURE.test(texts.signature)
    ? { credential, signedHeaders, signature: texts.signature }
    : mismatch();
}

/** Lower-case names, sorted, none twice, so that a set of headers has one spelling only. */
function parseSignedHeaders(text: string): readonly string[] | Refusal {
  const names = text.split(';');
  const sorted = [...new Set(names)].sort().join(';');
  if (sorted !== text || !names.every((name) => LOWER_CASE_TOKEN.test(name))) {
    return incomplete(
      `The SignedHeaders ${shown(text)} are not lower-case names, sorted and separated by semicolons.`,
    );
  }
  return names;
}
