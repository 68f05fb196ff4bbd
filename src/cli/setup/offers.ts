import { type SetupAnswers } from '../../core/model/setup-file/setup-answers.js';
import { type BackendSettings, type Surroundings } from '../compose.js';
import { type Talk } from '../terminal.js';
import { type Backend } from '../../core/ports/backend.js';
import { type Dialogue } from './dialogue.js';
import { notAFile } from './steps/identity-provider-step.js';

/** How long a trial of signing in is waited for. */
const TRIAL_MS = 300_000;

/** What is offered once a set-up is done. */
export interface OfferTools {
  readonly backend: Backend;
  readonly settings: BackendSettings;
  readonly surroundings: Surroundings;
  readonly talk: Talk;
  readonly dialogue: Dialogue;
  readonly version: string;
}

/** Offers what comes next, until nothing more is wanted. What goes wrong with it is said: the set-up itself is done. */
export async function offerMore(tools: OfferTools, fleetArn: string, answers: SetupAnswers): Promise<void> {
  const { dialogue } = tools;
  const canTry = tools.backend.emulator !== undefined && answers.identityProvider !== undefined;
  for (;;) {
    const way = await dialogue.begin(
      'What next?',
      [
        { name: 'Nothing more', value: 'end' as const },
        { name: 'Write the fleet as a file, for worklink diff and worklink apply', value: 'write' as const },
        ...(canTry ? [{ name: 'Try to sign in, in the browser', value: 'try' as const }] : []),
      ],
      { isFirst: true },
    );
    if (way !== 'try' && way !== 'write') return;
    await dialogue.attempt(() =>
      way === 'try' ? tryIt(tools, fleetArn) : writeFleet(tools, fleetArn, answers),
    );
  }
}

/** Writes the fleet as worklink export does. */
async function writeFleet(
  { backend, surroundings: { host, dataDirectory }, talk, dialogue }: OfferTools,
  fleetArn: string,
  answers: SetupAnswers,
): Promise<void> {
  const { exportedFolder, presentFleets } = await import('../fleet-file/export.js');
  const folder = await dialogue.line('Into which folder?', {
    initial: `fleet-${answers.fleet?.name ?? 'file'}`,
    refuse: notAFile,
  });
  const fleets = await presentFleets(backend, [fleetArn], { host, talk, dataDirectory });
  const { message, notices } = await exportedFolder(
    fleets,
    { folder, schema: undefined, force: false },
    host,
  );
  dialogue.show(`✓ ${message}`, ...(notices?.() ?? []));
}

async function tryIt(tools: OfferTools, fleet: string): Promise<void> {
  const { dialogue, version } = tools;
  const wanted = { fleet, timeoutMs: TRIAL_MS, browser: undefined, program: undefined, version };
  const { trySignIn } = await import('../sign-in-trial.js');
  const outcome = await trySignIn(tools, wanted);
  for (const { passed, message, fix } of outcome.checks) if (!passed) dialogue.show(`✗ ${message} ${fix}`);
  dialogue.show(
    outcome.verdict === 'accepted'
      ? `✓ ${outcome.nameId} could sign in.`
      : 'The sign-in was refused: worklink idp test says more.',
  );
}
