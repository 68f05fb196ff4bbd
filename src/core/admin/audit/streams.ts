import { ownError, WorklinkError } from '../../errors.js';
import {
  type AuditStream,
  type AuditStreamDetail,
  type AuditStreams,
  type NewStream,
} from '../../ports/audit-streams.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { waitUntil, type WaitOptions } from '../wait.js';

/** WorkLink takes no other streams (service model, AuditStreamArn; guide, Configure your Audit Log Stream). */
export const STREAM_PREFIX = 'AmazonWorkLink-';
/** Kinesis API Reference, CreateStream. */
const NAME = /^[\w.-]{1,128}$/;
const MAX_SHARDS = 10_000;
const STREAM_ARN = /^arn:aws[a-z-]*:kinesis:([a-z0-9-]+):([0-9]{12}):stream\/([\w.-]{1,128})$/;

/** What a stream's ARN says. */
export interface StreamArn {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

export function parseStreamArn(arn: string): StreamArn | undefined {
  const [, region, accountId, name] = STREAM_ARN.exec(arn) ?? [];
  return region === undefined || accountId === undefined || name === undefined
    ? undefined
    : { region, accountId, name };
}

/** The streams that fleets of the Region can be linked with, by name, each with all there is to say of it. */
export async function* listStreams(backend: Backend): AsyncGenerator<AuditStreamDetail, void, undefined> {
  const streams = streamsOf(backend);
  for await (const { name } of streams.list(STREAM_PREFIX)) {
    const detail = await unlessGone(() => streams.describe(name));
    if (detail !== undefined) yield detail;
  }
}

/**
 * Checks what making a stream would meet.
 *
 * @throws WorklinkError `InvalidInput` for a name that WorkLink or Kinesis does not take; `AlreadyExists`
 */
export async function planStream(backend: Backend, stream: NewStream): Promise<NewStream> {
  requireName(stream.name);
  const { shards } = stream;
  if (shards !== undefined && !(Number.isInteger(shards) && shards >= 1 && shards <= MAX_SHARDS)) {
    throw ownError('InvalidInput', `A stream cannot have ${String(shards)} shards.`, {
      hint: `Give 1 to ${String(MAX_SHARDS)}.`,
    });
  }
  const existing = await unlessGone(() => streamsOf(backend).describe(stream.name));
  if (existing !== undefined) {
    throw ownError(
      'AlreadyExists',
      `The stream ${quote(stream.name)} exists already: it is ${existing.status}.`,
      {
        hint: 'Link it, or choose another name.',
        details: { streamArn: existing.arn },
      },
    );
  }
  return stream;
}

/** Makes a stream, which is CREATING for a while. @throws WorklinkError `AlreadyExists` */
export async function createStream(backend: Backend, stream: NewStream): Promise<AuditStreamDetail> {
  const streams = streamsOf(backend);
  await streams.create(stream);
  return streams.describe(stream.name);
}

/** Waits until a stream is ACTIVE. @throws WorklinkError `WaitTimedOut`; `StateUnreachable` for one that is deleted */
export function waitForStream(
  backend: Backend,
  { name, arn }: AuditStream,
  options: WaitOptions,
): Promise<AuditStreamDetail> {
  return waitUntil(
    {
      what: `stream ${quote(name)} to be ACTIVE`,
      look: () => streamsOf(backend).describe(name),
      stateOf: ({ status }) => status,
      judge: ({ status }) =>
        status === 'ACTIVE' ? 'reached' : status === 'DELETING' ? 'unreachable' : 'pending',
      details: { streamArn: arn },
    },
    options,
  );
}

/** @throws WorklinkError `InvalidInput` for a name that WorkLink or Kinesis does not take */
export function requireName(name: string): void {
  if (!NAME.test(name)) {
    throw ownError('InvalidInput', `${quote(name)} is not the name of a stream.`, {
      hint: 'A name has 1 to 128 letters, digits, dots, hyphens and underscores.',
    });
  }
  if (!name.startsWith(STREAM_PREFIX) || name === STREAM_PREFIX) {
    throw ownError('InvalidInput', `The stream ${quote(name)} cannot receive audit records.`, {
      hint: `WorkLink takes streams whose names begin with ${STREAM_PREFIX}, such as ${STREAM_PREFIX}audit.`,
    });
  }
}

/** @throws WorklinkError `UnsupportedByBackend` */
export function streamsOf({ auditStreams, name }: Backend): AuditStreams {
  if (auditStreams !== undefined) return auditStreams;
  throw ownError('UnsupportedByBackend', `The ${name} backend knows no streams.`);
}

/** @returns nothing where what is looked for is not there */
export async function unlessGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof WorklinkError && error.code === 'NotFound') return undefined;
    throw error;
  }
}
