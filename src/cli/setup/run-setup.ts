import { inviteSource, inviteText } from '../invites/invite-source.js';
import { inviteContent } from '../invites/download.js';
import { showFleet, waitForFleet } from '../../core/admin/fleets.js';
import { unlessMissing } from '../../core/admin/setup/look.js';
import { waitForActiveDomain } from '../../core/admin/domains/change.js';
import { type Backend } from '../../core/ports/backend.js';
import { type AppliedSetup, applySetup } from '../../core/admin/setup/plan/apply.js';
import { type SetupPlan } from '../../core/admin/setup/plan/plan.js';
import { type WaitOptions } from '../../core/admin/wait.js';
import { ownError, WorklinkError } from '../../core/errors.js';
import { type SetupAnswers } from '../../core/model/setup-file/setup-answers.js';
import { type Requirement } from '../../core/admin/setup/journey.js';
import { type Asker } from '../ask.js';
import { type Host } from '../host.js';
import { writeOutputFile } from '../output-file.js';
import { planned, type Outcome } from '../results.js';
import { sayFindings } from '../say-findings.js';
import { commandLines, type SetupResult } from './report.js';
import { type SetupSession } from './session.js';
import { planLines } from './summary.js';
import { STEPS } from './wizard.js';

/** What the answers of a file come to. Nobody is asked but for a yes. */
export async function planAnswers(
  session: SetupSession,
  answers: SetupAnswers,
  name: string,
): Promise<SetupPlan> {
  const missing = await missingAnswers(session, answers);
  if (missing.length > 0) {
    throw ownError('Usage', `The answers in ${name} lack ${missing.join(', ')}.`, {
      hint: 'Add them, or name the steps that are to be left under later: docs/setup.md says how.',
    });
  }
  const plan = await session.plan(answers);
  await sayFindings(session.talk, plan.findings);
  const place = await session.at(answers.backend);
  for (const line of planLines(plan, answers, place)) await session.talk.say(line);
  return plan;
}

/** Steps that are required, not there yet, and neither answered nor put off. */
export async function missingAnswers(
  session: SetupSession,
  answers: SetupAnswers,
): Promise<readonly string[]> {
  if (answers.fleet === undefined) return ['fleet'];
  const present = (await session.present(answers)).map(({ id }) => id);
  const required = (requirement: Requirement): boolean => requirement === 'required';
  return STEPS.filter(({ requirement }) => required(requirement))
    .map(({ id }) => id)
    .filter(
      (id) =>
        answers[id] === undefined &&
        !(answers.later ?? []).some((step) => step === id) &&
        !present.some((step) => step === id),
    );
}

/** What a dry run comes to: the calls that would be made. */
export async function dryRun(
  session: SetupSession,
  answers: SetupAnswers,
  plan: SetupPlan,
): Promise<Outcome> {
  const { settings, backend } = await session.at(answers.backend);
  const commands = commandLines({ plan, settings, region: backend.region });
  const calls = plan.changes.flatMap(({ calls: made }) => made);
  const what = `Would set up fleet ${plan.ground.fleetName}.`;
  const result = planned(calls.length === 0 ? 'Would change nothing.' : what, calls);
  return { ...result, notices: () => commands };
}

/** Asks for the yes of somebody who gives answers by a file. @throws WorklinkError `Declined`, `AnswerRequired` */
export async function confirmed(asker: Asker, plan: SetupPlan, yes: boolean): Promise<void> {
  if (plan.changes.length === 0) return;
  await asker.confirm(yes, { message: `Set up fleet ${plan.ground.fleetName} like this?`, flag: '--yes' });
}

/** How changes are made. */
export interface PerformOptions {
  readonly wait: WaitOptions;
  /** What is waited for: nothing, the fleet to be ACTIVE, or its new domains, too. */
  readonly awaits: 'nothing' | 'fleet' | 'all';
  /** Says a line of what was done. */
  readonly say: (line: string) => unknown;
}

/** Makes the changes, and gathers what is to be said of them. */
export async function perform(
  session: SetupSession,
  answers: SetupAnswers,
  plan: SetupPlan,
  { wait, awaits, say }: PerformOptions,
): Promise<SetupResult> {
  const { backend, settings } = await session.at(answers.backend);
  const { talk, surroundings } = session;
  const applied = await applySetup(backend, plan, wait, async (change, work) => {
    const outcome = await talk.during(change.words, work);
    const failure = outcome.state === 'failed' ? `: ${outcome.error.message}` : '';
    await say(`${outcome.state === 'done' ? '✓' : '✗'} ${change.words}${failure}`);
    return outcome;
  });
  const made = await showFleet(backend, applied.fleetArn);
  const fleet =
    awaits !== 'nothing' && made.fleetStatus === 'CREATING'
      ? await talk.during('Waiting for the fleet to be ACTIVE', () =>
          waitForFleet(backend, made, 'ACTIVE', wait),
        )
      : made;
  if (awaits === 'all') await domainsActive(session, applied, wait, backend);
  const { showServiceProvider } = await import('../../core/admin/identity-provider/service-provider.js');
  const serviceProvider = await unlessMissing(() => showServiceProvider(backend, applied.fleetArn));
  const result: SetupResult = {
    ...{ answers, plan, applied, settings, region: backend.region, fleet },
    ...(serviceProvider !== undefined && { serviceProvider }),
  };
  if (answers.invitation === undefined) return result;
  const source = await inviteSource(backend, applied.fleetArn, surroundings.dataDirectory);
  const { file } = answers.invitation;
  const { host } = surroundings;
  if (file !== undefined) {
    const facts = { from: undefined, to: undefined, date: host.timer.now() };
    const message = await inviteContent(source, 'eml', facts);
    await say(await written(file, message, host));
  }
  return { ...result, invitation: inviteText(source, false).text };
}

/** Waits for the domains that were associated just now. */
async function domainsActive(
  { talk }: SetupSession,
  { fleetArn, changes }: AppliedSetup,
  wait: WaitOptions,
  backend: Backend,
): Promise<void> {
  const associated = changes.flatMap(({ state, change }) =>
    state === 'done' && change.domainName !== undefined ? [change.domainName] : [],
  );
  for (const name of associated)
    await talk.during(`Waiting for domain ${name} to be ACTIVE`, () =>
      waitForActiveDomain(backend, fleetArn, name, wait),
    );
}

/** Writes the invitation. One that is there is somebody's, and no reason to call the set-up failed. */
async function written(file: string, message: string, host: Host): Promise<string> {
  try {
    return `Wrote the invitation to ${await writeOutputFile(file, message, false, host)}.`;
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    return `The invitation was not written: ${error.message}`;
  }
}
