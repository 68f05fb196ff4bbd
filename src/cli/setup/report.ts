import { type AppliedSetup } from '../../core/admin/setup/plan/apply.js';
import { type SetupPlan } from '../../core/admin/setup/plan/plan.js';
import { KNOWN_PROVIDERS, providerGuide } from '../../core/admin/identity-provider/guides.js';
import { type ServiceProvider } from '../../core/admin/identity-provider/service-provider.js';
import { type Fleet, nameOf } from '../../core/admin/fleets.js';
import { ownError, type WorklinkError } from '../../core/errors.js';
import { type SetupAnswers } from '../../core/model/setup-file/setup-answers.js';
import { shellLine } from '../../core/shell-words.js';
import { counted, printable } from '../../core/text.js';
import { environmentName } from '../settings.js';
import { type BackendSettings } from '../compose.js';
import { textDocument, type TextDocument } from '../results.js';
import { STEP_WORDS } from './summary.js';

/** Everything a set-up came to. */
export interface SetupResult {
  readonly answers: SetupAnswers;
  readonly plan: SetupPlan;
  readonly applied: AppliedSetup;
  readonly settings: BackendSettings;
  readonly region: string;
  readonly fleet: Fleet;
  /** What the identity provider is to be told; absent where nothing is linked. */
  readonly serviceProvider?: ServiceProvider;
  /** The invitation as users read it. */
  readonly invitation?: string;
}

/** A set-up as a result: a text for people, its parts for scripts. */
export function setupDocument(result: SetupResult): TextDocument {
  const { plan, applied, fleet, answers, serviceProvider, invitation } = result;
  const commands = commandLines(result);
  const guide = guideFor(answers, serviceProvider);
  const waits = [...applied.waits, ...laterWaits(answers)];
  const failed = applied.changes.flatMap((one) => (one.state === 'failed' ? [one] : []));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Waits for you', waits.map((wait) => `- ${wait}`)],
    [
      'Failed',
      failed.map(({ change, error }) => `- ${change.words}: ${error.message} ${error.hint ?? ''}`.trimEnd()),
    ],
    [
      guide === undefined ? '' : `Tell ${guide.provider}`,
      guide === undefined
        ? []
        : [guide.instructions, ...guide.settings.map(({ setting, value }) => `  ${setting}: ${value}`)],
    ],
    ['The invitation', invitation?.trimEnd().split('\n') ?? []],
    ['The same by commands', commands],
  ];
  const head = `Fleet ${nameOf(fleet)} is set up as answered (${fleet.fleetStatus ?? 'state unknown'}), company code ${fleet.companyCode ?? 'not known yet'}.`;
  const shown =
    failed.length === 0
      ? head
      : `Fleet ${nameOf(fleet)} is set up in part: ${counted(failed.length, 'change')} failed.`;
  const text = [
    shown,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', title, ...lines])),
  ];
  return textDocument({
    text: `${text.map(printable).join('\n')}\n`,
    data: {
      fleetArn: fleet.fleetArn,
      fleetName: nameOf(fleet),
      fleetStatus: fleet.fleetStatus,
      companyCode: fleet.companyCode,
      changes: applied.changes.map((one) => ({
        step: one.change.step,
        change: one.change.words,
        state: one.state,
        ...(one.state === 'failed' && { code: one.error.code, message: one.error.message }),
      })),
      notes: plan.notes,
      waits,
      later: answers.later ?? [],
      ...(guide !== undefined && { serviceProvider: { provider: guide.provider, settings: guide.settings } }),
      commands,
    },
    failure: () => failureOf(failed.map(({ error }) => error)),
  });
}

/** The commands that do the same, as a shell takes them: where to work, then what. */
export function commandLines({
  plan,
  settings,
  region,
}: Pick<SetupResult, 'plan' | 'settings' | 'region'>): readonly string[] {
  if (plan.changes.length === 0) return [];
  const place: readonly (readonly [string, string | undefined])[] = [
    ['backend', settings.backend],
    ['region', region],
    ['profile', settings.profile],
    ['state', settings.state],
    ['endpoint-url', settings.endpointUrl],
    ['companions', settings.companions],
  ];
  const words = place.flatMap(([name, value]) =>
    value === undefined ? [] : [`${environmentName(name)}=${value}`],
  );
  return [shellLine(['export', ...words]), ...plan.changes.map(({ command }) => shellLine(command))];
}

function guideFor({ identityProvider }: SetupAnswers, serviceProvider: ServiceProvider | undefined) {
  const vendor = KNOWN_PROVIDERS.find((known) => known === identityProvider?.vendor);
  return vendor === undefined || serviceProvider === undefined
    ? undefined
    : providerGuide(vendor, serviceProvider);
}

/** What the service cannot do without is yet to come. */
function laterWaits({ later = [] }: SetupAnswers): readonly string[] {
  return later
    .filter((id) => id === 'identityProvider' || id === 'domains' || id === 'network')
    .map(
      (id) =>
        `The fleet’s ${STEP_WORDS[id]}: left for later, and users need it. worklink setup goes on there.`,
    );
}

function failureOf(errors: readonly WorklinkError[]): WorklinkError | undefined {
  if (errors.length === 0) return undefined;
  return ownError('PartialFailure', `${counted(errors.length, 'change')} failed.`, {
    hint: 'Mend what kept them, and run worklink setup again: what is done is not done twice.',
    details: { codes: errors.map(({ code }) => code) },
  });
}
