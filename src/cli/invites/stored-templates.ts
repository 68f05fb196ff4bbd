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
    const { version, template } = await this.#store(fleet).latest();
    return version === 0 ? undefined : template;
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
