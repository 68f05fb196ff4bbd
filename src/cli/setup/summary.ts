import { type SetupPlan } from '../../core/admin/setup/plan/plan.js';
import { type SetupAnswers, type SetupStepId } from '../../core/model/setup-file/setup-answers.js';
import { type Place } from './session.js';

/** What is called what in a sentence. */
export const STEP_WORDS: Readonly<Record<SetupStepId, string>> = {
  backend: 'backend',
  fleet: 'fleet',
  identityProvider: 'identity provider',
  domains: 'domains',
  websiteCertificateAuthorities: 'website certificate authorities',
  network: 'company network',
  authorizationProviders: 'website authorization providers',
  devicePolicy: 'device policy',
  auditStream: 'audit stream',
  invitation: 'invitation',
};

/** What is going to be done, and where, a line each. */
export function planLines(
  { changes, notes, waits, ground }: SetupPlan,
  { later = [] }: SetupAnswers,
  { backend, accountId, caller }: Place,
): readonly string[] {
  const account = accountId === undefined ? '' : `, account ${accountId}`;
  const who = caller === undefined ? '' : `, as ${caller}`;
  return [
    `In ${backend.region} on the ${backend.name} backend${account}${who}:`,
    ...(changes.length === 0 ? [`Nothing is to be changed in fleet ${ground.fleetName}.`] : []),
    ...changes.map(({ words }, index) => `${String(index + 1)}. ${words}.`),
    ...notes.map((note) => `- ${note}`),
    ...waits.map((wait) => `- Waits for you: ${wait}`),
    ...(later.length === 0 ? [] : [`Left for later: ${later.map((id) => STEP_WORDS[id]).join(', ')}.`]),
  ];
}
