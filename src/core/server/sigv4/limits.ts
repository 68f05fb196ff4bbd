/**
 * What a request may measure before its signature is looked at, so that the work done for a stranger is bounded.
 * The service's longest call, fifty tag keys of 128 characters in a query, needs about 24 KiB of target.
 */

/** Bytes of the request target, path and query together. */
export const MAX_TARGET_BYTES = 64 * 1024;

export const MAX_QUERY_PARAMETERS = 256;

export const MAX_HEADER_FIELDS = 256;

/** Bytes of all header names and values together; a session token alone can take several thousand. */
export const MAX_HEADER_BYTES = 64 * 1024;

export const MAX_METHOD_LENGTH = 32;

/** Characters of an access key ID (IAM's own limit for one). */
export const MAX_ACCESS_KEY_ID_LENGTH = 128;

export const MAX_REGION_LENGTH = 63;

/** The longest life of a presigned URL in seconds: seven days (Signature Version 4, query parameters). */
export const MAX_EXPIRES_SECONDS = 604_800;

/** How far a client's clock may be off in milliseconds, where the caller does not say. */
export const DEFAULT_MAX_SKEW_MS = 5 * 60_000;
