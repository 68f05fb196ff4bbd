import { type IdentityProviderAnswer } from '../../../model/setup-file/setup-answers.js';
import { KNOWN_PROVIDERS } from '../../identity-provider/guides.js';
import {
  linkIdentityProvider,
  type LinkPlan,
  planLink,
  planLinkUpdate,
} from '../../identity-provider/link.js';
import { WorklinkError } from '../../../errors.js';
import { ownError } from '../../../errors.js';
import { quote } from '../../../text.js';
import { flag, type PlanGround, type StepPlan, stepPlan } from './planned.js';

/** @throws FindingsRefused for metadata that is refused; WorklinkError `AlreadyExists` where another is linked */
export async function planIdentityProviderStep(
  ground: PlanGround,
  answer: IdentityProviderAnswer,
): Promise<StepPlan> {
  const { fleetName, now } = ground;
  const { metadataFile, metadataUrl, entityId, vendor } = answer;
  if (vendor !== undefined && !KNOWN_PROVIDERS.some((known) => known === vendor)) {
    throw ownError('InvalidInput', `The vendor ${quote(vendor)} is not known.`, {
      hint: `Leave it out, or give one of ${KNOWN_PROVIDERS.join(', ')}.`,
    });
  }
  const source = metadataFile ?? metadataUrl;
  const plan = await planned(ground, answer, source !== undefined);
  if (!plan?.changed)
    return stepPlan({ notes: ['The identity provider is linked already.'], findings: plan?.findings ?? [] });
  const how = source === undefined ? ['--without-metadata'] : flag('metadata', source);
  const later = `Give your identity provider the values of worklink idp sp-metadata --fleet ${fleetName}, then link its metadata: worklink idp link --fleet ${fleetName} --metadata FILE`;
  return stepPlan({
    findings: plan.findings,
    changes: [
      {
        step: 'identityProvider',
        words:
          source === undefined
            ? 'Link the type of the identity provider alone, its metadata to follow'
            : `Link the identity provider of ${quote(source)}`,
        calls: [{ operation: 'UpdateIdentityProviderConfiguration', input: { ...plan.input } }],
        command: [
          ...['worklink', 'idp', 'link', '--fleet', fleetName],
          ...how,
          ...(entityId === undefined ? [] : flag('entity-id', entityId)),
        ],
        apply: async ({ backend, fleetArn }) => {
          await linkIdentityProvider(backend, { ...plan, input: { ...plan.input, FleetArn: fleetArn } }, now);
          return source === undefined ? [later] : [];
        },
      },
    ],
  });
}

/** @returns nothing where its type alone is wanted, and something is linked */
async function planned(
  { backend, fleetArn, materials, now }: PlanGround,
  answer: IdentityProviderAnswer,
  hasMetadata: boolean,
): Promise<LinkPlan | undefined> {
  const request = () => ({
    metadata: hasMetadata ? materials.metadata(answer) : undefined,
    entityId: answer.entityId,
    now,
  });
  try {
    return await planLink(backend, fleetArn, request());
  } catch (error) {
    if (!(error instanceof WorklinkError) || error.code !== 'AlreadyExists') throw error;
    if (!hasMetadata) return undefined;
    const update = await planLinkUpdate(backend, fleetArn, request());
    if (update.changed) throw error;
    return update;
  }
}
