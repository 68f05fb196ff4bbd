import { type AuditFinding } from '../../audit/findings.js';
import { type OperationInput } from '../../contract/contract.js';
import { ownError } from '../../errors.js';
import { hasErrors } from '../../findings.js';
import { looksLikeArn } from '../../model/arns.js';
import { type AuditStreamDetail } from '../../ports/audit-streams.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { checkInput } from '../check-input.js';
import { changeableFleet } from '../domains/change.js';
import { FindingsRefused } from '../findings-refused.js';
import { onFleet } from '../names.js';
import { judgeStream } from './judge.js';
import { parseStreamArn, requireName, streamsOf, unlessGone } from './streams.js';

/** The stream a fleet is linked with, as far as it can be seen from here. Only the ARN of the fleet is there where none is. */
export interface LinkedStream extends Partial<Omit<AuditStreamDetail, 'name' | 'arn'>> {
  readonly fleetArn: string;
  readonly streamArn?: string;
  readonly streamName?: string;
}

/** The call that links a fleet with a stream, judged. */
export interface AuditLinkPlan {
  readonly input: OperationInput<'UpdateAuditStreamConfiguration'> & { readonly AuditStreamArn: string };
  readonly findings: readonly AuditFinding[];
  /** Whether anything would be different. */
  readonly changed: boolean;
}

const SUBJECTS = {
  AuditStreamArn: {
    label: '--stream',
    rule: 'A stream is named by its name or ARN, such as arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit.',
  },
};

/** @param fleet name or ARN. @throws WorklinkError `NotFound` */
export async function showAuditLink(backend: Backend, fleet: string): Promise<LinkedStream> {
  const { fleetArn, streamArn } = await linkOf(backend, fleet);
  return describeLink(backend, fleetArn, streamArn);
}

/**
 * The name of the stream a fleet is linked with, for reading it.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `WrongState` where none is linked, and for one of another Region
 */
export async function linkedStreamName(backend: Backend, fleet: string): Promise<string> {
  const { streamArn } = await linkOf(backend, fleet);
  if (streamArn === undefined) throw notLinked(fleet);
  return streamNameOf(backend, streamArn);
}

/**
 * A stream's name, of its name or ARN.
 *
 * @throws WorklinkError `InvalidInput`; `WrongState` for one of another Region, where the backend does not look
 */
export function streamNameOf({ region }: Backend, given: string): string {
  if (!looksLikeArn(given)) return given;
  const parts = parseStreamArn(given);
  if (parts === undefined) throw noStreamArn(given);
  if (parts.region === region) return parts.name;
  throw ownError('WrongState', `Stream ${quote(parts.name)} is in ${parts.region}, and this is ${region}.`, {
    hint: `Give --region ${parts.region} and --stream ${parts.name}.`,
  });
}

/**
 * What linking a fleet with a stream would send.
 *
 * @param fleet name or ARN
 * @param stream name or ARN
 * @param replace whether another stream may be linked already
 * @throws WorklinkError `InvalidInput` for what the service would refuse or what cannot work; `AlreadyExists`; `WrongState`;
 *   `NotFound`
 */
export async function planAuditLink(
  backend: Backend,
  fleet: string,
  stream: string,
  replace: boolean,
): Promise<AuditLinkPlan> {
  const arn = await changeableFleet(backend, fleet);
  const streamArn = await arnOf(backend, stream);
  const input = { FleetArn: arn, AuditStreamArn: streamArn };
  checkInput('UpdateAuditStreamConfiguration', input, SUBJECTS);
  const present = await linkedArn(backend, arn);
  if (present !== undefined && present !== streamArn && !replace) {
    throw ownError('AlreadyExists', `Fleet ${quote(fleet)} is linked with ${quote(present)}.`, {
      hint: 'To have another stream in its place, give --replace.',
    });
  }
  const findings = await judgeStream(backend, streamArn);
  if (hasErrors(findings)) throw new FindingsRefused('The stream', findings);
  return { input, findings, changed: present !== streamArn };
}

/** Links as {@link planAuditLink} has it. @returns the link as it is then */
export async function linkAuditStream(
  backend: Backend,
  { input, changed }: AuditLinkPlan,
): Promise<LinkedStream> {
  if (changed) await backend.workLink.call('UpdateAuditStreamConfiguration', input);
  return describeLink(backend, input.FleetArn, await linkedArn(backend, input.FleetArn));
}

/** What unlinking would send, and the stream that is linked. */
export interface AuditUnlinkPlan {
  readonly input: OperationInput<'UpdateAuditStreamConfiguration'>;
  readonly streamArn: string;
}

/** @param fleet name or ARN. @throws WorklinkError `NotFound`; `WrongState` where none is linked */
export async function planAuditUnlink(backend: Backend, fleet: string): Promise<AuditUnlinkPlan> {
  const arn = await changeableFleet(backend, fleet);
  const streamArn = await linkedArn(backend, arn);
  if (streamArn === undefined) throw notLinked(fleet);
  // An absent stream is none (service model, UpdateAuditStreamConfiguration).
  return { input: { FleetArn: arn }, streamArn };
}

/** Unlinks as {@link planAuditUnlink} has it. The stream stays, with what is in it. */
export async function unlinkAuditStream({ workLink }: Backend, { input }: AuditUnlinkPlan): Promise<void> {
  await workLink.call('UpdateAuditStreamConfiguration', input);
}

function linkOf(
  backend: Backend,
  fleet: string,
): Promise<{ readonly fleetArn: string; readonly streamArn: string | undefined }> {
  return onFleet(backend, fleet, async (fleetArn) => ({
    fleetArn,
    streamArn: await linkedArn(backend, fleetArn),
  }));
}

async function linkedArn({ workLink }: Backend, fleetArn: string): Promise<string | undefined> {
  return (await workLink.call('DescribeAuditStreamConfiguration', { FleetArn: fleetArn })).AuditStreamArn;
}

async function describeLink(
  backend: Backend,
  fleetArn: string,
  streamArn: string | undefined,
): Promise<LinkedStream> {
  if (streamArn === undefined) return { fleetArn };
  const parts = parseStreamArn(streamArn);
  if (parts?.region !== backend.region || backend.auditStreams === undefined) {
    return { fleetArn, streamArn, ...(parts !== undefined && { streamName: parts.name }) };
  }
  const { auditStreams } = backend;
  const found = await unlessGone(() => auditStreams.describe(parts.name));
  if (found?.arn !== streamArn) return { fleetArn, streamArn, streamName: parts.name };
  const { name, arn, ...facts } = found;
  return { fleetArn, streamArn: arn, streamName: name, ...facts };
}

/** @throws WorklinkError `InvalidInput`; `NotFound` for a name that no stream has */
async function arnOf(backend: Backend, stream: string): Promise<string> {
  if (looksLikeArn(stream)) {
    const parts = parseStreamArn(stream);
    if (parts === undefined) throw noStreamArn(stream);
    requireName(parts.name);
    return stream;
  }
  requireName(stream);
  return (await streamsOf(backend).describe(stream)).arn;
}

function noStreamArn(given: string): Error {
  return ownError('InvalidInput', `${quote(given)} is not a stream's ARN.`, {
    hint: SUBJECTS.AuditStreamArn.rule,
  });
}

function notLinked(fleet: string): Error {
  return ownError('WrongState', `Fleet ${quote(fleet)} is not linked with an audit stream.`, {
    hint: `Link one: worklink audit link --fleet ${fleet}`,
  });
}
