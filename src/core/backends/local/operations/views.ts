import { type DeviceRow } from '../store/devices.js';
import { type DomainRow } from '../store/domains.js';
import { type FleetRow } from '../store/fleets.js';

/*
 * What descriptions and lists say alike of the same thing.
 * A member that was never set is absent, as clients that ran against the service saw it.
 */

/** An optional member: absent where the column is null. */
export function present<K extends string, V>(name: K, value: V | null): Readonly<Partial<Record<K, V>>> {
  const members: Partial<Record<string, V>> = value === null ? {} : { [name]: value };
  return members as Partial<Record<K, V>>; // no other name is set
}

/** What a fleet is, without its ARN; empty tags are absent. */
export function fleetFacts(fleet: FleetRow, tags: Readonly<Record<string, string>>) {
  return {
    FleetName: fleet.name,
    ...present('DisplayName', fleet.display_name),
    CompanyCode: fleet.company_code,
    FleetStatus: fleet.status,
    CreatedTime: new Date(fleet.created_at),
    LastUpdatedTime: new Date(fleet.updated_at),
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
  };
}

export function domainFacts(domain: DomainRow) {
  return {
    DomainName: domain.name,
    ...present('DisplayName', domain.display_name),
    CreatedTime: new Date(domain.created_at),
    DomainStatus: domain.status,
  };
}

/** A device without its id. */
export function deviceFacts(device: DeviceRow) {
  return {
    Status: device.status,
    ...present('Model', device.model),
    ...present('Manufacturer', device.manufacturer),
    ...present('OperatingSystem', device.operating_system),
    ...present('OperatingSystemVersion', device.operating_system_version),
    ...present('PatchLevel', device.patch_level),
    FirstAccessedTime: new Date(device.first_accessed_at),
    LastAccessedTime: new Date(device.last_accessed_at),
    Username: device.username,
  };
}
