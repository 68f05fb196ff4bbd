/** An HTTP request as it arrived, before anything has joined, dropped or decoded a part of it. */
export interface SignedHttpRequest {
  readonly method: string;
  /** The request target exactly as sent (`request.url` of node:http): one character per byte, origin form. */
  readonly target: string;
  /** `request.rawHeaders` of node:http: names and values in turn, in the order sent, one character per byte. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

export interface VerifyOptions {
  /** The wall-clock time. Signatures are dated by the client's own clock, so never an emulated one. */
  readonly now: Date;
  /** The signing name the credential must be scoped to: `worklink`. */
  readonly service: string;
  /** The secret access key of an access key ID; `undefined` for a key nobody holds. */
  readonly findSecret: (accessKeyId: string) => string | undefined;
  /**
   * The session token that belongs to an access key ID; `undefined` for a long-term key, which must come without one.
   * Left out, tokens are not judged, only handed back.
   */
  readonly sessionTokenOf?: (accessKeyId: string) => string | undefined;
  /** How far the client's clock may be off, either way, in milliseconds. Five minutes unless told. */
  readonly maxSkewMs?: number;
}

/** The names under which AWS services of the REST-JSON protocol refuse a request's signature (`x-amzn-ErrorType`). */
type SignatureErrorType =
  | 'MissingAuthenticationTokenException'
  | 'IncompleteSignatureException'
  | 'InvalidSignatureException'
  | 'UnrecognizedClientException';

export interface VerificationFailure {
  readonly errorType: SignatureErrorType;
  /** 403, as AWS answers; 400 where the request is not one a client could have meant to send. */
  readonly status: 400 | 403;
  readonly message: string;
}

export interface VerifiedSignature {
  readonly ok: true;
  readonly accessKeyId: string;
  /** The Region of the credential scope: a well-formed name, not necessarily one that exists. */
  readonly region: string;
  /** Lower-case header names, sorted. */
  readonly signedHeaders: readonly string[];
  readonly sessionToken?: string;
}

export type Verification = VerifiedSignature | { readonly ok: false; readonly failure: VerificationFailure };
