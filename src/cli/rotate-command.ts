import { resolveFleet } from '../core/admin/names.js';
import { rotationStatus, type RotationStatus } from '../core/admin/identity-provider/rotate.js';
import { serviceTime } from '../core/admin/service-time.js';
import { type Backend } from '../core/ports/backend.js';
import { BaseCommand } from './base-command.js';
import { RotationFile } from './rotation-file.js';
import { ROTATION_FIELDS } from './fields/rotation-fields.js';

/** What a command on a rotation works with. */
export interface RotationTools {
  readonly fleet: string;
  readonly backend: Backend;
  readonly file: RotationFile;
  readonly now: Date;
}

/** A command about the rotation of a fleet's identity provider's signing key. */
export abstract class RotateCommand extends BaseCommand {
  protected override readonly fields = ROTATION_FIELDS;

  protected async rotation(given: string | undefined): Promise<RotationTools> {
    const fleet = await this.fleetFlag(given);
    const backend = await this.backend();
    const arn = await resolveFleet(backend, fleet);
    const file = new RotationFile(this.globals.backend, this.surroundings, arn);
    return { fleet, backend, file, now: serviceTime(backend, this.host.timer) };
  }

  protected async status({ backend, fleet, file, now }: RotationTools): Promise<RotationStatus> {
    return rotationStatus(backend, fleet, await file.read(), now);
  }
}
