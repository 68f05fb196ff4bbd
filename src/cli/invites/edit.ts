import { FindingsRefused } from '../../core/admin/findings-refused.js';
import { ownError } from '../../core/errors.js';
import { hasErrors } from '../../core/findings.js';
import { checkTemplate, type InviteTemplate, TEMPLATE_PARTS } from '../../core/invites/template.js';
import { type Asker } from '../ask.js';
import { type Host } from '../host.js';
import { listing, type Listing, outcome, type Outcome } from '../results.js';
import { sayFindings } from '../say-findings.js';
import { type Talk } from '../terminal.js';
import { assertReadOnce, readValue } from '../values.js';
import { editTemplate } from './editor.js';
import { TEMPLATE_VERSION_FIELDS } from './invite-fields.js';
import { type InviteSource } from './invite-source.js';

export interface EditFlags {
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly link: string | undefined;
  readonly revert: number | undefined;
}

interface Around {
  readonly host: Host;
  readonly asker: Asker;
  readonly talk: Talk;
}

/** A template that is to be kept. */
interface Changed {
  readonly template: InviteTemplate;
  readonly revertOf?: number;
  /** Called once it is kept; where the files are that it was edited in, until then. */
  readonly discard?: () => Promise<void>;
  readonly folder?: string;
}

/** What flags or the person's editor make of a template. @throws WorklinkError `Usage` where neither can */
export async function changedTemplate(
  { store, current }: InviteSource,
  flags: EditFlags,
  { host, asker }: Around,
): Promise<Changed> {
  if (flags.revert !== undefined) {
    return { template: (await store.version(flags.revert)).template, revertOf: flags.revert };
  }
  assertReadOnce([flags.subject, flags.text, flags.html, flags.link]);
  const given: Partial<Record<keyof InviteTemplate, string>> = {};
  for (const part of TEMPLATE_PARTS) {
    const value = flags[part];
    if (value !== undefined) given[part] = await readValue(value, host, { flag: `--${part}` });
  }
  if (Object.keys(given).length > 0) return { template: { ...current.template, ...given } };
  if (!asker.canAsk) {
    throw ownError('Usage', 'Nothing is said of how to change the invitation.', {
      hint: 'Give --subject, --text, --html, --link or --revert; no editor can be opened here.',
    });
  }
  return editTemplate(current.template, host);
}

/** Keeps a changed template as a version of its own, where nothing is wrong with it. @throws FindingsRefused */
export async function saveTemplate(
  { fleet, store, current }: InviteSource,
  changed: Changed,
  { host, talk }: Around,
  isDryRun: boolean,
): Promise<Outcome> {
  const { template, revertOf, discard } = changed;
  const findings = checkTemplate(template);
  await sayFindings(talk, findings);
  if (hasErrors(findings)) {
    await sayKept(changed, talk);
    throw new FindingsRefused('The invitation', findings);
  }
  const parts = TEMPLATE_PARTS.filter((part) => template[part] !== current.template[part]);
  const data = { fleetArn: fleet.fleetArn, changed: parts, findings };
  const { fleetName } = fleet;
  if (parts.length === 0) {
    await discard?.();
    return outcome({
      data: { ...data, version: current.version, savedAt: current.savedAt },
      message: `The invitation to ${fleetName} is as it was: version ${String(current.version)}.`,
    });
  }
  if (isDryRun) {
    await discard?.();
    const message = `Would have kept ${parts.join(', ')} as version ${String(current.version + 1)} of the invitation to ${fleetName}.`;
    return outcome({ data: { dryRun: true, message, calls: [], ...data }, message });
  }
  const saved = await store
    .save(template, current.version, {
      savedAt: host.timer.now().toISOString(),
      ...(revertOf === undefined ? {} : { revertOf }),
    })
    .catch(async (error: unknown) => {
      await sayKept(changed, talk);
      throw error;
    });
  await discard?.();
  return outcome({
    data: { ...data, version: saved.version, savedAt: saved.savedAt },
    message: `The invitation to ${fleetName} is version ${String(saved.version)} now.`,
  });
}

/** All versions of a template, newest first. */
export async function templateHistory({ store }: InviteSource): Promise<Listing> {
  const versions = await Promise.all((await store.numbers()).map((number) => store.version(number)));
  return listing({
    rows: versions.reverse().map(({ version, savedAt, revertOf, template: { subject } }) => ({
      version,
      savedAt,
      revertOf,
      subject,
    })),
    fields: TEMPLATE_VERSION_FIELDS,
    empty: 'There are none.',
  });
}

/** What was written in an editor is not lost where it cannot be kept. */
async function sayKept({ folder }: Changed, talk: Talk): Promise<void> {
  if (folder !== undefined) await talk.say(`What you wrote is in ${folder}.`);
}
