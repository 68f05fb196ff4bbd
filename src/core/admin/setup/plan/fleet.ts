import { checkFleetDisplayName } from '../../display-names.js';
import { checkNewFleet, createFleet } from '../../fleets.js';
import { quote } from '../../../text.js';
import { changeableFleet } from '../../domains/change.js';
import { type FleetAnswer } from '../../../model/setup-file/setup-answers.js';
import { type Backend } from '../../../ports/backend.js';
import { flag, type StepPlan, stepPlan } from './planned.js';

/** A fleet that is there is taken as it is. @throws WorklinkError `InvalidInput`; `AlreadyExists` for its display name */
export async function planFleetStep(
  { backend, isNew }: { readonly backend: Backend; readonly isNew: boolean },
  { name, displayName, optimizeForEndUserLocation, tags = {} }: FleetAnswer,
): Promise<StepPlan> {
  if (!isNew) {
    await changeableFleet(backend, name);
    return stepPlan({ notes: [`Fleet ${quote(name)} is there already, and taken as it is.`] });
  }
  const input = {
    FleetName: name,
    ...(displayName !== undefined && { DisplayName: displayName }),
    ...(optimizeForEndUserLocation !== undefined && {
      OptimizeForEndUserLocation: optimizeForEndUserLocation,
    }),
    ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
  };
  await checkFleetDisplayName(backend, displayName);
  await checkNewFleet(backend, input);
  const optimize = optimizeForEndUserLocation === true ? '--' : '--no-';
  return stepPlan({
    changes: [
      {
        step: 'fleet',
        words: `Create fleet ${quote(name)} in ${backend.region}`,
        calls: [{ operation: 'CreateFleet', input }],
        command: [
          ...['worklink', 'fleet', 'create', name],
          ...(displayName === undefined ? [] : flag('display-name', displayName)),
          ...(optimizeForEndUserLocation === undefined ? [] : [`${optimize}optimize-for-end-user-location`]),
          ...Object.entries(tags).flatMap(([key, value]) => [
            '--tag',
            `${key.replaceAll('=', String.raw`\=`)}=${value}`,
          ]),
          '--wait',
        ],
        apply: async (run) => {
          run.fleetArn = (await createFleet(run.backend, input)).fleetArn;
          return [];
        },
      },
    ],
  });
}
