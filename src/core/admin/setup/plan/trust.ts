import { type DevicePolicyAnswer, type WebsiteCaAnswer } from '../../../model/setup-file/setup-answers.js';
import { WorklinkError } from '../../../errors.js';
import { quote } from '../../../text.js';
import { associateAuthorizationProvider, planAuthorizationProvider } from '../../authorization-providers.js';
import { configureDevicePolicy, planDevicePolicy } from '../../devices/device-policy.js';
import { planWebsiteCaUploads, uploadWebsiteCa } from '../../website-cas/website-cas-upload.js';
import { flag, type PlanGround, type PlannedChange, type StepPlan, stepPlan } from './planned.js';

/** @throws WorklinkError `InvalidInput` for what is no authority's certificate */
export async function planWebsiteCasStep(
  ground: PlanGround,
  answers: readonly WebsiteCaAnswer[],
): Promise<StepPlan> {
  const { backend, fleetArn, fleetName, materials, now, clock, signal } = ground;
  const changes: PlannedChange[] = [];
  const notes: string[] = [];
  const planned = new Set<string>();
  for (const { certificateFile, displayName } of answers) {
    const certificates = await materials.certificates([certificateFile]);
    const request = { certificates, displayName, allowExpired: false, now, clock, signal };
    const plans = await planWebsiteCaUploads(backend, fleetArn, request);
    const uploads = plans.flatMap((plan) => {
      if (plan.state === 'done') return planned.has(plan.value.certificate.sha256) ? [] : [plan.value];
      if (plan.state === 'failed' && plan.error.code !== 'AlreadyExists') throw plan.error;
      notes.push(`${plan.item.certificate.subject} is uploaded already.`);
      return [];
    });
    if (uploads.length === 0) continue;
    for (const { certificate } of uploads) planned.add(certificate.sha256);
    changes.push({
      step: 'websiteCertificateAuthorities',
      words: `Upload website CA ${uploads.map(({ certificate }) => certificate.subject).join('; ')}`,
      calls: uploads.map(({ input }) => ({
        operation: 'AssociateWebsiteCertificateAuthority',
        input: { ...input },
      })),
      command: [
        ...['worklink', 'ca', 'upload', certificateFile, '--fleet', fleetName],
        ...(displayName === undefined ? [] : flag('display-name', displayName)),
      ],
      apply: async (run) => {
        for (const upload of uploads)
          await uploadWebsiteCa(run.backend, {
            ...upload,
            input: { ...upload.input, FleetArn: run.fleetArn },
          });
        return [];
      },
    });
  }
  return stepPlan({ changes, notes });
}

/** @throws WorklinkError `InvalidInput` for what is no domain name */
export async function planProvidersStep(
  { backend, fleetArn, fleetName }: PlanGround,
  domains: readonly string[],
): Promise<StepPlan> {
  const changes: PlannedChange[] = [];
  const notes: string[] = [];
  for (const domain of domains) {
    try {
      const input = await planAuthorizationProvider(backend, fleetArn, domain, 'SAML');
      changes.push({
        step: 'authorizationProviders',
        words: `Associate SAML authorization provider ${domain}`,
        calls: [{ operation: 'AssociateWebsiteAuthorizationProvider', input: { ...input } }],
        command: ['worklink', 'auth-provider', 'associate', domain, '--fleet', fleetName],
        apply: async (run) => {
          await associateAuthorizationProvider(run.backend, { ...input, FleetArn: run.fleetArn });
          return [];
        },
      });
    } catch (error) {
      if (!(error instanceof WorklinkError) || error.code !== 'AlreadyExists') throw error;
      notes.push(`Authorization provider ${domain} is associated already.`);
    }
  }
  return stepPlan({ changes, notes });
}

/** @throws WorklinkError `InvalidInput` for what is no chain of authorities up to a root */
export async function planDevicePolicyStep(
  { backend, fleetArn, fleetName, materials, now }: PlanGround,
  { certificateFiles }: DevicePolicyAnswer,
): Promise<StepPlan> {
  const given = await materials.certificates(certificateFiles);
  const certificates = given.map(({ certificate }) => certificate);
  const plan = await planDevicePolicy(backend, fleetArn, { certificates, now, allowExpired: false });
  const { findings, change } = plan;
  if (change.kind === 'unchanged')
    return stepPlan({ notes: ['The device policy is configured already.'], findings });
  const authority = quote(plan.chain[0]?.subject ?? '');
  const replaces = change.kind === 'replaced' ? ', in the place of the chain there is' : '';
  return stepPlan({
    findings,
    changes: [
      {
        step: 'devicePolicy',
        words: `Let only devices with a certificate of ${authority} in${replaces}`,
        calls: [{ operation: 'UpdateDevicePolicyConfiguration', input: { ...plan.input } }],
        command: ['worklink', 'device-policy', 'configure', ...certificateFiles, '--fleet', fleetName],
        apply: async (run) => {
          const input = { ...plan.input, FleetArn: run.fleetArn };
          await configureDevicePolicy(run.backend, { ...plan, input }, now);
          return [];
        },
      },
    ],
  });
}
