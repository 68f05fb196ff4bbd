import { DEFAULT_TEMPLATE } from '../../core/invites/default-template.js';
import { TEMPLATE_PARTS } from '../../core/invites/template.js';
import {
  type InvitationTemplate,
  type InvitationTemplates,
  type InvitedFleet,
} from '../../core/ports/invitation-templates.js';
import { type Host } from '../host.js';
import { inviteFolder } from './folder.js';
import { TemplateStore } from './template-store.js';

/** The templates that are kept in the user's data folder, each the newest version of its fleet's. */
export class FleetTemplates implements InvitationTemplates {
  constructor(
    private readonly dataDirectory: string,
    private readonly host: Host,
  ) {}

  async read(fleet: InvitedFleet): Promise<InvitationTemplate | undefined> {
    const { template } = await this.#store(fleet).latest();
    const isOwn = TEMPLATE_PARTS.some((part) => template[part] !== DEFAULT_TEMPLATE[part]);
    return isOwn ? template : undefined;
  }

  async save(fleet: InvitedFleet, template: InvitationTemplate): Promise<void> {
    const store = this.#store(fleet);
    const { version } = await store.latest();
    await store.save(template, version, { savedAt: this.host.timer.now().toISOString() });
  }

  #store(fleet: InvitedFleet): TemplateStore {
    return new TemplateStore(inviteFolder(this.dataDirectory, fleet));
  }
}
