import { DEFAULT_TEMPLATE } from '../../core/invites/default-template.js';
import { TEMPLATE_PARTS } from '../../core/invites/template.js';
import { type Clock } from '../../core/ports/clock.js';
import {
  type InvitationTemplate,
  type InvitationTemplates,
  type InvitedFleet,
} from '../../core/ports/invitation-templates.js';
import { inviteFolder } from './folder.js';
import { TemplateStore } from './template-store.js';

/** The templates that are kept on this machine, where `invite edit` keeps them. */
export class StoredTemplates implements InvitationTemplates {
  constructor(
    private readonly dataDirectory: string,
    private readonly clock: Clock,
  ) {}

  async read(fleet: InvitedFleet): Promise<InvitationTemplate | undefined> {
    const { template } = await this.#store(fleet).latest();
    // Also where the one that comes with the program was brought back.
    const isOwn = TEMPLATE_PARTS.some((part) => template[part] !== DEFAULT_TEMPLATE[part]);
    return isOwn ? template : undefined;
  }

  async save(fleet: InvitedFleet, template: InvitationTemplate): Promise<void> {
    const store = this.#store(fleet);
    const { version } = await store.latest();
    await store.save(template, version, { savedAt: this.clock.now().toISOString() });
  }

  #store(fleet: InvitedFleet): TemplateStore {
    return new TemplateStore(inviteFolder(this.dataDirectory, fleet));
  }
}
