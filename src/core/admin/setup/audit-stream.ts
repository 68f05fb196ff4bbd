import { type Finding } from '../../findings.js';
import { judgeStream } from '../audit/judge.js';
import { parseStreamArn } from '../audit/streams.js';
import { finding, type FleetGround, type Look } from './look.js';

/** Where a fleet's audit records go (guide, Configure your Audit Log Stream), and whether they arrive there. */
export async function lookAtAuditStream({ backend, arn, name }: FleetGround): Promise<Look> {
  const { AuditStreamArn: stream } = await backend.workLink.call('DescribeAuditStreamConfiguration', {
    FleetArn: arn,
  });
  const command = `worklink audit link --fleet ${name} --stream STREAM`;
  if (stream === undefined) {
    return { presence: 'missing', detail: 'No audit stream is linked.', command, findings: [] };
  }
  const findings: readonly Finding[] =
    parseStreamArn(stream) === undefined
      ? [
          finding('error', 'audit-stream-invalid', [
            stream,
            'It is not the ARN of a stream.',
            `Link another: ${command} --replace`,
          ]),
        ]
      : await judgeStream(backend, stream);
  return {
    presence: 'present',
    detail: `${stream} is linked.`,
    ...(findings.some(({ severity }) => severity !== 'info') && {
      command: `worklink audit show --fleet ${name}`,
    }),
    findings,
  };
}
