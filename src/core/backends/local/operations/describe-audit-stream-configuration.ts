import { findFleet, type FleetAccess } from '../fleet-access.js';
import { type Handler } from '../services.js';
import { present } from './views.js';

export const describeAuditStreamConfiguration: Handler<'DescribeAuditStreamConfiguration', FleetAccess> = (
  input,
  services,
) => present('AuditStreamArn', findFleet(services, input.FleetArn).audit_stream_arn);
