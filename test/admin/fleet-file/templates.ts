import { type InviteTemplate } from '../../../src/core/invites/template.js';
import { type InvitationTemplates, type InvitedFleet } from '../../../src/core/ports/invitation-templates.js';

/** Templates that nobody keeps on a disk. */
export class MemoryTemplates implements InvitationTemplates {
  readonly kept = new Map<string, InviteTemplate>();

  read({ fleetArn }: InvitedFleet): Promise<InviteTemplate | undefined> {
    return Promise.resolve(this.kept.get(fleetArn));
  }

  save({ fleetArn }: InvitedFleet, template: InviteTemplate): Promise<void> {
    this.kept.set(fleetArn, template);
    return Promise.resolve();
  }
}
