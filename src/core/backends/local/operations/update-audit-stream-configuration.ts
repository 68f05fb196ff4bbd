import { invalidRequest } from '../../../contract/errors.js';
import { quote } from '../../../text.js';
import { findConfigurableFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';

/** An absent stream unlinks the one there is. */
export const updateAuditStreamConfiguration: Handler<
  'UpdateAuditStreamConfiguration',
  FleetAccess | 'streams' | 'now' | 'strict'
> = (input, services) => {
  const fleet = findConfigurableFleet(services, input.FleetArn);
  const arn = input.AuditStreamArn;
  if (services.strict && arn !== undefined && !services.streams.has(arn)) {
    throw invalidRequest(`Stream ${quote(arn)} was not found.`);
  }
  services.fleets.update(fleet.id, { audit_stream_arn: arn ?? null, updated_at: services.now });
  return {};
};
