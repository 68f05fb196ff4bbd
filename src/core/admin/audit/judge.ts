import { auditFinding, type AuditFinding } from '../../audit/findings.js';
import { type OwnErrorCode, WorklinkError } from '../../errors.js';
import { SERVICE_LINKED_ROLE } from '../../model/service-linked-role.js';
import { type AuditStreamDetail } from '../../ports/audit-streams.js';
import { type Backend } from '../../ports/backend.js';
import { parseStreamArn } from './streams.js';

/** Kinesis keeps records for a day where nobody says otherwise (Kinesis Developer Guide, Changing the data retention period). */
const SHORT_RETENTION_HOURS = 24;
/** Codes of a service that tells nothing now, or not to whoever asks. */
const UNASKABLE: readonly OwnErrorCode[] = ['NotAllowed', 'NotSignedIn', 'Unreachable'];

/**
 * Judges a stream that a fleet is to be linked with.
 *
 * @param arn of a form that the service takes
 */
export async function judgeStream(backend: Backend, arn: string): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const { region, accountId, name = arn } = { ...parseStreamArn(arn) };
  const owner = await unlessDenied(async () => (await backend.identity?.whoAmI())?.accountId);
  if (owner !== undefined && owner !== accountId) {
    findings.push(
      auditFinding(
        'audit-stream-other-account',
        arn,
        `The stream is account ${String(accountId)}'s, and the fleet is account ${owner}'s.`,
        'Link a stream of the same account: the service-linked role writes to no other.',
      ),
    );
  } else if (region === backend.region) {
    findings.push(...(await judgeDetail(backend, arn, name)));
  } else {
    findings.push(
      auditFinding(
        'audit-stream-other-region',
        arn,
        `The stream is in ${String(region)}, and the fleet's home Region is ${backend.region}: it was not looked at.`,
        'Link a stream of the home Region, where all audit logs of a fleet are kept.',
      ),
    );
  }
  return [...findings, ...(await judgeRole(backend))];
}

async function judgeDetail(backend: Backend, arn: string, name: string): Promise<readonly AuditFinding[]> {
  const { auditStreams } = backend;
  if (auditStreams === undefined) return [notReadable(arn)];
  try {
    return judgeFacts(await auditStreams.describe(name));
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    if (error.code === 'NotAllowed') return [notReadable(arn)];
    if (error.code !== 'NotFound') throw error;
    return [
      auditFinding(
        'audit-stream-missing',
        arn,
        `There is no such stream in ${backend.region}.`,
        `Create it: worklink audit streams create ${name}`,
      ),
    ];
  }
}

/** What the facts of a stream mean for the audit records in it. */
export function judgeFacts({
  name,
  arn,
  status,
  isEncrypted,
  retentionHours,
}: AuditStreamDetail): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  if (status === 'DELETING') {
    findings.push(
      auditFinding('audit-stream-deleting', arn, 'The stream is being deleted.', 'Link another stream.'),
    );
  }
  if (status === 'CREATING') {
    findings.push(
      auditFinding(
        'audit-stream-creating',
        arn,
        'The stream is CREATING and takes no records yet.',
        'Wait until it is ACTIVE: worklink audit streams list.',
      ),
    );
  }
  if (!isEncrypted) {
    findings.push(
      auditFinding(
        'audit-stream-not-encrypted',
        arn,
        'The stream is not encrypted, and its records say who accessed what.',
        `Encrypt it: aws kinesis start-stream-encryption --stream-name ${name} --encryption-type KMS --key-id alias/aws/kinesis`,
      ),
    );
  }
  if (retentionHours <= SHORT_RETENTION_HOURS) {
    findings.push(
      auditFinding(
        'audit-stream-short-retention',
        arn,
        `The stream keeps records for ${String(retentionHours)} hours.`,
        'Have Kinesis keep them longer, or deliver them to a store by Kinesis Data Firehose.',
      ),
    );
  }
  return findings;
}

async function judgeRole({ roles }: Backend): Promise<readonly AuditFinding[]> {
  if (roles === undefined) return [];
  const role = await unlessDenied(async () => (await roles.serviceLinkedRole()) ?? null);
  if (role !== null) return [];
  return [
    auditFinding(
      'audit-role-missing',
      SERVICE_LINKED_ROLE,
      `The account has no role ${SERVICE_LINKED_ROLE}, by which WorkLink writes to the stream.`,
      'It comes with a new fleet: worklink fleet create NAME.',
    ),
  ];
}

function notReadable(arn: string): AuditFinding {
  return auditFinding(
    'audit-stream-not-readable',
    arn,
    'The stream may not be looked at from here: whether it is there is not known.',
    'Be allowed kinesis:DescribeStreamSummary, or check it in Kinesis.',
  );
}

/** @returns nothing where it may not be asked */
async function unlessDenied<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    if (UNASKABLE.some((code) => error.code === code)) return undefined;
    throw error;
  }
}
