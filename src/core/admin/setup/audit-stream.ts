import { type Finding } from '../../findings.js';
import { finding, type FleetGround, type Look, unlessMissing } from './look.js';

/** Service model, AuditStreamArn. */
const STREAM_ARN = /^arn:aws[a-z-]*:kinesis:(?<region>[a-z0-9-]+):[0-9]{12}:stream\/(?<name>.+)$/;

/** Where a fleet's audit records go (guide, Configure your Audit Log Stream), and whether they arrive there. */
export async function lookAtAuditStream({ backend, arn, name }: FleetGround): Promise<Look> {
  const { AuditStreamArn: stream } = await backend.workLink.call('DescribeAuditStreamConfiguration', {
    FleetArn: arn,
  });
  if (stream === undefined) {
    const command = `worklink audit link --fleet ${name}`;
    return { presence: 'missing', detail: 'No audit stream is linked.', command, findings: [] };
  }
  const fix = `Link another: worklink audit link --fleet ${name}`;
  const findings = await judge(stream, backend, fix);
  return {
    presence: 'present',
    detail: `${stream} is linked.`,
    ...(findings.some(({ severity }) => severity !== 'info') && {
      command: `worklink audit show --fleet ${name}`,
    }),
    findings,
  };
}

async function judge(
  stream: string,
  { auditStreams, region }: FleetGround['backend'],
  fix: string,
): Promise<readonly Finding[]> {
  const { region: home, name } = STREAM_ARN.exec(stream)?.groups ?? {};
  if (home === undefined || name === undefined)
    return [finding('error', 'audit-stream-invalid', [stream, 'It is not the ARN of a stream.', fix])];
  // Guide, Create a Fleet: "All audit logs for your fleet are stored in the home AWS Region."
  if (home !== region) {
    const message = `The stream is in ${home}, and the fleet in ${region}.`;
    return [finding('error', 'audit-stream-elsewhere', [stream, message, fix])];
  }
  if (auditStreams === undefined) return [];
  const found = await unlessMissing(() => auditStreams.describe(name));
  if (found === undefined) {
    const message = 'The stream does not exist: audit records are lost.';
    return [finding('error', 'audit-stream-missing', [stream, message, fix])];
  }
  switch (found.status) {
    case 'DELETING':
      return [
        finding('error', 'audit-stream-deleting', [
          stream,
          'The stream is being deleted: audit records are lost.',
          fix,
        ]),
      ];
    case 'CREATING': {
      const message = 'The stream is being created: audit records do not arrive yet.';
      return [finding('warning', 'audit-stream-creating', [stream, message, 'Wait until it is ACTIVE.'])];
    }
    case 'ACTIVE':
    case 'UPDATING':
      return [];
  }
}
