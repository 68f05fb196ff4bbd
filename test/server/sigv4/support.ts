import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import {
  type SignedHttpRequest,
  type Verification,
  type VerifyOptions,
} from '../../../src/core/server/sigv4/types.js';
import { verifySignature } from '../../../src/core/server/sigv4/verify-signature.js';

export const ACCESS_KEY_ID = 'AKIDEXAMPLE';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const NOW = new Date('2026-11-05T08:09:10.000Z');
export const HOST = '127.0.0.1:4580';

/** A request as a client would build it: text, not yet on the wire. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

export interface SignOptions {
  readonly date?: Date;
  readonly region?: string;
  readonly service?: string;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly sessionToken?: string;
  /** Whether `x-amz-content-sha256` is sent. */
  readonly contentHash?: boolean;
  readonly unsigned?: readonly string[];
  readonly expiresIn?: number;
  readonly spell?: (text: string) => string;
}

/** What `@smithy/signature-v4` hashes with; only as much of it as it uses. */
class Sha256 {
  #hash: ReturnType<typeof createHash | typeof createHmac>;
  constructor(secret?: unknown) {
    this.#hash =
      typeof secret === 'string' || secret instanceof Uint8Array
        ? createHmac('sha256', secret)
        : createHash('sha256');
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {
    throw new Error('a signer makes one hash per text');
  }
}

function signer(options: SignOptions): SignatureV4 {
  return new SignatureV4({
    credentials: {
      accessKeyId: options.accessKeyId ?? ACCESS_KEY_ID,
      secretAccessKey: options.secret ?? SECRET,
      ...(options.sessionToken === undefined ? {} : { sessionToken: options.sessionToken }),
    },
    region: options.region ?? 'us-east-1',
    service: options.service ?? 'worklink',
    applyChecksum: options.contentHash ?? true,
    sha256: Sha256,
  });
}

function asSmithyRequest(request: Unsigned) {
  return {
    protocol: 'http:',
    hostname: '127.0.0.1',
    method: request.method,
    path: request.path,
    query: request.query ?? {},
    headers: { Host: HOST, ...request.headers },
    body: request.body,
  };
}

/** Text as the bytes of its UTF-8, one character each: how node:http hands over what was on the wire. */
export function wire(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** RFC 3986 percent-encoding of everything but the unreserved. */
export function escapeAll(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

interface SmithySigned {
  readonly path: string;
  readonly query?: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
}

function asSent(request: Unsigned, signed: SmithySigned, spell: (text: string) => string): SignedHttpRequest {
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value].flat().map((single) => `${spell(name)}=${spell(single ?? '')}`),
  );
  return {
    method: request.method,
    target: wire(signed.path) + (pairs.length > 0 ? `?${pairs.join('&')}` : ''),
    rawHeaders: Object.entries(signed.headers).flatMap(([name, value]) => [name, wire(value)]),
    body: Buffer.from(request.body ?? ''),
  };
}

/** Signs in the Authorization header, with the AWS SDK's own signer, and puts the request on the wire. */
export async function sign(request: Unsigned, options: SignOptions = {}): Promise<SignedHttpRequest> {
  const signed = await signer(options).sign(asSmithyRequest(request), {
    signingDate: options.date ?? NOW,
    unsignableHeaders: new Set(options.unsigned),
  });
  return asSent(request, signed, options.spell ?? escapeAll);
}

/** Signs in the query, with the AWS SDK's own signer, and puts the request on the wire. */
export async function presign(request: Unsigned, options: SignOptions = {}): Promise<SignedHttpRequest> {
  const signed = await signer(options).presign(asSmithyRequest(request), {
    signingDate: options.date ?? NOW,
    expiresIn: options.expiresIn ?? 900,
  });
  return asSent(request, signed, options.spell ?? escapeAll);
}

/** Verifies as the emulator would, with one known key. */
export function verify(request: SignedHttpRequest, options: Partial<VerifyOptions> = {}): Verification {
  return verifySignature(request, {
    now: NOW,
    service: 'worklink',
    findSecret: (id) => (id === ACCESS_KEY_ID ? SECRET : undefined),
    ...options,
  });
}

/** The request with one header replaced, added, or (by `undefined`) taken away. */
export function withHeader(
  request: SignedHttpRequest,
  name: string,
  value: string | undefined,
): SignedHttpRequest {
  const rawHeaders: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]!.toLowerCase() !== name.toLowerCase()) {
      rawHeaders.push(request.rawHeaders[index]!, request.rawHeaders[index + 1]!);
    }
  }
  return { ...request, rawHeaders: value === undefined ? rawHeaders : [...rawHeaders, name, value] };
}

export function headerOf(request: SignedHttpRequest, name: string): string {
  const index = request.rawHeaders.findIndex((field, at) => at % 2 === 0 && field.toLowerCase() === name);
  return request.rawHeaders[index + 1]!;
}

/** `accepted`, or the refusal's type and status: what most tests compare. */
export function verdict(verification: Verification): string {
  return verification.ok ? 'accepted' : `${verification.failure.errorType} ${verification.failure.status}`;
}

export const ACCEPTED = 'accepted';
export const MISSING = 'MissingAuthenticationTokenException 403';
export const INCOMPLETE = 'IncompleteSignatureException 403';
export const UNREADABLE = 'IncompleteSignatureException 400';
export const INVALID = 'InvalidSignatureException 403';
export const UNRECOGNIZED = 'UnrecognizedClientException 403';

/** The call most tests start from. */
export const CREATE_FLEET: Unsigned = {
  method: 'POST',
  path: '/createFleet',
  headers: { 'Content-Type': 'application/json', 'X-Amz-User-Agent': 'aws-sdk-js/3.523.0' },
  body: '{"FleetName":"berlin"}',
};

export const UNTAG: Unsigned = {
  method: 'DELETE',
  path: '/tags/arn%3Aaws%3Aworklink%3A%3A123456789012%3Afleet%2Fberlin',
  query: { tagKeys: ['cost center', 'a+b', 'a'] },
};
