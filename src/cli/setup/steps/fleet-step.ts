import { checkNewFleet, listFleets, planFleet } from '../../../core/admin/fleets.js';
import { type FleetAnswer } from '../../../core/model/setup-file/setup-answers.js';
import { type Way } from '../dialogue.js';
import { refusalOf } from '../refusal.js';
import { type SetupStep, type StepContext } from './step.js';

/** Fleets to pick from; of more, one is given by its name. */
const MOST_LISTED = 50;

export const fleetStep: SetupStep<'fleet'> = {
  id: 'fleet',
  title: 'Fleet',
  requirement: 'needed',
  explains: [
    'A fleet is what users sign in to, by its company code. One that is there already is gone on with at what it lacks.',
  ],
  ask: askForFleet,
};

async function askForFleet({ dialogue, session, answers }: StepContext): Promise<FleetAnswer | Way> {
  const { backend } = await session.at(answers.backend);
  const present: { name: string; value: string }[] = [];
  for await (const { fleetName, fleetStatus } of listFleets(backend, { maxItems: MOST_LISTED })) {
    if (fleetName !== undefined && (fleetStatus === 'ACTIVE' || fleetStatus === 'CREATING'))
      present.push({ name: `Go on with ${fleetName}`, value: fleetName });
  }
  const chosen = await dialogue.begin('Which fleet?', [
    { name: 'Create a new fleet', value: undefined },
    ...present,
  ]);
  if (chosen === 'back' || chosen === 'later') return chosen;
  if (chosen !== undefined) return { name: chosen };
  const name = await dialogue.line('Name of the fleet (lower-case letters, digits, hyphens)', {
    initial: answers.fleet?.name,
    refuse: (text) => refusalOf(() => planFleet({ FleetName: text })),
  });
  await checkNewFleet(backend, { FleetName: name });
  const displayName = await dialogue.optionalLine('Name people see', {
    refuse: (text) => refusalOf(() => planFleet({ FleetName: name, DisplayName: text })),
  });
  const optimize = await dialogue.choose('From which Region are users served?', [
    { name: 'From the home Region', value: false },
    { name: 'From the Region nearest to each user', value: true },
  ]);
  return {
    name,
    ...(displayName !== undefined && { displayName }),
    ...(optimize && { optimizeForEndUserLocation: true }),
  };
}
