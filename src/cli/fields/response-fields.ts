import { type SignInOutcome } from '../../core/ports/sign-ins.js';
import { type Field } from '../results.js';

/** The judgement of a SAML response; its checks a line each. */
export const RESPONSE_FIELDS: readonly Field[] = [
  { name: 'verdict', title: 'VERDICT', state: true },
  { name: 'nameId', title: 'NAME ID' },
  { name: 'nameIdFormat', title: 'NAME ID FORMAT' },
  {
    name: 'attributes',
    title: 'ATTRIBUTES',
    read: (data) =>
      isVerdict(data) && data.verdict === 'accepted'
        ? Object.entries(data.attributes).map(([name, values]) => `${name}: ${values.join(', ')}`)
        : undefined,
  },
  { name: 'signedBy', title: 'SIGNED BY', extra: true },
  { name: 'sessionIndex', title: 'SESSION', extra: true },
  { name: 'assertionId', title: 'ASSERTION', extra: true },
  { name: 'inResponseTo', title: 'IN RESPONSE TO', extra: true },
  {
    name: 'checks',
    title: 'CHECKS',
    read: (data) =>
      isVerdict(data)
        ? data.checks.map(({ id, passed, message, fix }) =>
            passed ? `passed ${id}: ${message}` : `FAILED ${id}: ${message} ${fix}`,
          )
        : undefined,
  },
];

function isVerdict(data: object): data is SignInOutcome {
  return 'verdict' in data && 'checks' in data;
}
