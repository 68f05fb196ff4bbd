import * as Flags from '@oclif/core/flags';
import { type InvitingFleet, invitingFleet } from '../../core/admin/invites/facts.js';
import { makeInvite } from '../../core/invites/invite.js';
import { type Backend } from '../../core/ports/backend.js';
import { textDocument, type TextDocument } from '../results.js';
import { inviteFolder } from './folder.js';
import { TemplateStore, type TemplateVersion } from './template-store.js';

/** Which of the template's versions. */
export const templateVersionFlag = {
  'template-version': Flags.integer({
    summary: 'Take this version of the invitation; the newest by default.',
    helpValue: 'NUMBER',
    min: 0,
  }),
};

/** What an invitation is made from. */
export interface InviteSource {
  readonly fleet: InvitingFleet;
  readonly folder: string;
  readonly store: TemplateStore;
  readonly current: TemplateVersion;
}

/** The facts of a fleet and its invitation's template. @param fleet name or ARN @throws WorklinkError as its parts say */
export async function inviteSource(
  backend: Backend,
  fleet: string,
  dataDirectory: string,
  version?: number,
): Promise<InviteSource> {
  const facts = await invitingFleet(backend, fleet);
  const folder = inviteFolder(dataDirectory, facts);
  const store = new TemplateStore(folder);
  const current = version === undefined ? await store.latest() : await store.version(version);
  return { fleet: facts, folder, store, current };
}

/** An invitation as a person reads it, or the template it is made from. */
export function inviteText({ fleet, current }: InviteSource, isTemplate: boolean): TextDocument {
  const { template, version, savedAt } = current;
  const { fleetArn, companyCode } = fleet;
  const { subject, text, html } = isTemplate ? template : makeInvite(template, fleet);
  const link = isTemplate && template.link !== '' ? `Link: ${template.link}\n` : '';
  return textDocument({
    text: `Subject: ${subject}\n${link}\n${text}${isTemplate ? `\n${html}` : ''}`,
    data: {
      fleetArn,
      companyCode,
      version,
      savedAt,
      subject,
      text,
      html,
      ...(isTemplate ? { link: template.link } : {}),
    },
  });
}
