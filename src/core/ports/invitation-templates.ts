import { type InvitationSpec } from '../model/fleet-file/fleet-document.js';

/** All parts of a template; the link is empty where there is none. */
export type InvitationTemplate = Required<InvitationSpec>;

/** Which fleet an invitation is of. */
export interface InvitedFleet {
  readonly fleetArn: string;
  readonly fleetName: string;
}

/** The template of each fleet's invitation: WorkLink has no operation that keeps it. */
export interface InvitationTemplates {
  /** The template in force; nothing where it is the one that comes with the program. */
  read(fleet: InvitedFleet): Promise<InvitationTemplate | undefined>;
  /** Keeps a template as the newest version. @throws WorklinkError `WrongState` where somebody else edits it meanwhile */
  save(fleet: InvitedFleet, template: InvitationTemplate): Promise<void>;
}
