import { claimFromHeader } from './authorization-header.js';
import { canonicalRequest } from './canonical-request.js';
import { type Claim } from './claim.js';
import { checkScope } from './credential.js';
import { type HeaderFields, parseHeaders, singleValue } from './header-fields.js';
import { DEFAULT_MAX_SKEW_MS, MAX_METHOD_LENGTH } from './limits.js';
import { claimFromQuery, isPresigned } from './presigned-query.js';
import {
  incomplete,
  invalid,
  mismatch,
  missingToken,
  Refusal,
  shown,
  unreadable,
  unrecognized,
} from './refusal.js';
import { parseTarget, type RequestTarget } from './request-target.js';
import { sameInConstantTime, sha256Hex, signatureOf } from './signature.js';
import { checkFreshness } from './timestamp.js';
import {
  type SignedHttpRequest,
  type Verification,
  type VerifiedSignature,
  type VerifyOptions,
} from './types.js';

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Stands in for the secret of a key nobody holds, so that such a request costs the same work. It opens nothing. */
const NOBODYS_SECRET = 'no access key has this secret access key';

/**
 * Verifies the AWS Signature Version 4 of a request, in its `Authorization` header or its query, against what was sent.
 *
 * The payload hash is always that of the body at hand: `x-amz-content-sha256` need not be there, and must be right where
 * it is, so `UNSIGNED-PAYLOAD` and the streaming forms are refused. `host` must be signed, and in the header form every
 * `x-amz-*` header.
 *
 * @returns who signed; or how to refuse, for anything a client can send
 * @throws what `findSecret` or `sessionTokenOf` throw, and RangeError where `now` is no date
 * Source: IAM User Guide, "AWS Signature Version 4 for API requests".
 */
export function verifySignature(request: SignedHttpRequest, options: VerifyOptions): Verification {
  const outcome = verify(request, options);
  return outcome instanceof Refusal ? { ok: false, failure: outcome.failure } : outcome;
}

function verify(request: SignedHttpRequest, options: VerifyOptions): VerifiedSignature | Refusal {
  if (request.method.length > MAX_METHOD_LENGTH || !METHOD.test(request.method)) {
    return unreadable(`The request method ${shown(request.method)} is not one.`);
  }
  const headers = parseHeaders(request.rawHeaders);
  if (headers instanceof Refusal) {
    return headers;
  }
  const target = parseTarget(request.target);
  if (target instanceof Refusal) {
    return target;
  }
  const claim = readClaim(headers, target);
  if (claim instanceof Refusal) {
    return claim;
  }
  const payloadHash = sha256Hex(request.body);
  const fault =
    checkSignedHeaders(claim, headers) ??
    checkScope(claim.credential, options.service, claim.signed) ??
    checkFreshness(claim.signed, claim.lifetimeMs, options.now, options.maxSkewMs ?? DEFAULT_MAX_SKEW_MS) ??
    checkPayloadHash(headers, payloadHash);
  if (fault !== undefined) {
    return fault;
  }
  const { signedHeaders } = claim;
  return checkSigner(
    claim,
    canonicalRequest({ method: request.method, target, headers, signedHeaders, payloadHash }),
    options,
  );
}

function readClaim(headers: HeaderFields, target: RequestTarget): Claim | Refusal {
  const authorization = singleValue(headers, 'authorization');
  const presigned = isPresigned(target.query);
  if (authorization !== undefined) {
    return presigned
      ? incomplete(
          'The request is signed in its Authorization header and in its query: only one of them may be used.',
        )
      : claimFromHeader(headers, authorization);
  }
  return presigned ? claimFromQuery(target.query) : missingToken();
}

function checkSignedHeaders({ form, signedHeaders }: Claim, headers: HeaderFields): Refusal | undefined {
  const absent = signedHeaders.filter((name) => !headers.has(name));
  if (absent.length > 0) {
    return incomplete(`Named in SignedHeaders, but not in the request: ${shown(absent.join(', '))}.`);
  }
  const signed = new Set(signedHeaders);
  const unsigned = [...headers.keys()].filter(
    (name) => form === 'header' && name.startsWith('x-amz-') && !signed.has(name),
  );
  if (!signed.has('host')) {
    unsigned.unshift('host');
  }
  return unsigned.length > 0
    ? invalid(`These headers must be signed, and are not: ${shown(unsigned.join(', '))}.`)
    : undefined;
}

function checkPayloadHash(headers: HeaderFields, payloadHash: string): Refusal | undefined {
  const declared = singleValue(headers, 'x-amz-content-sha256');
  return declared === undefined || declared === payloadHash
    ? undefined
    : invalid(`The x-amz-content-sha256 ${shown(declared)} is not the SHA-256 of the body, ${payloadHash}.`);
}

function checkSigner(claim: Claim, canonical: string, options: VerifyOptions): VerifiedSignature | Refusal {
  const { credential, sessionToken, signedHeaders } = claim;
  const { accessKeyId, region } = credential;
  const secret = options.findSecret(accessKeyId);
  // An empty secret would be everybody's.
  const known = secret !== undefined && secret !== '';
  const expected = signatureOf(canonical, known ? secret : NOBODYS_SECRET, credential, claim.signed);
  const matches = sameInConstantTime(expected, Buffer.from(claim.signature, 'hex'));
  if (!known) {
    return unrecognized();
  }
  if (!matches) {
    return mismatch();
  }
  if (options.sessionTokenOf !== undefined && !isToken(sessionToken, options.sessionTokenOf(accessKeyId))) {
    return unrecognized();
  }
  return {
    ok: true,
    accessKeyId,
    region,
    signedHeaders,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function isToken(given: string | undefined, expected: string | undefined): boolean {
  return given === undefined || expected === undefined
    ? given === expected
    : sameInConstantTime(given, expected);
}
