import { operation, post, USUAL_ERRORS } from '../operation.js';
import { optional, required, structure } from '../schema.js';
import {
  DateTime,
  DeviceManufacturer,
  DeviceModel,
  DeviceOperatingSystemName,
  DeviceOperatingSystemVersion,
  DevicePatchLevel,
  DeviceStatus,
  DeviceSummaryList,
  FleetArn,
  Id,
  MaxResults,
  NextToken,
  Username,
} from '../shapes.js';

export const deviceOperations = {
  DescribeDevice: operation({
    http: post('/describeDevice'),
    access: 'Read',
    input: structure('DescribeDeviceRequest', { FleetArn: required(FleetArn), DeviceId: required(Id) }),
    output: structure('DescribeDeviceResponse', {
      Status: optional(DeviceStatus),
      Model: optional(DeviceModel),
      Manufacturer: optional(DeviceManufacturer),
      OperatingSystem: optional(DeviceOperatingSystemName),
      OperatingSystemVersion: optional(DeviceOperatingSystemVersion),
      PatchLevel: optional(DevicePatchLevel),
      FirstAccessedTime: optional(DateTime),
      LastAccessedTime: optional(DateTime),
      Username: optional(Username),
    }),
    errors: USUAL_ERRORS,
  }),
  ListDevices: operation({
    http: post('/listDevices'),
    access: 'List',
    input: structure('ListDevicesRequest', {
      FleetArn: required(FleetArn),
      NextToken: optional(NextToken),
      MaxResults: optional(MaxResults),
    }),
    output: structure('ListDevicesResponse', {
      Devices: optional(DeviceSummaryList),
      NextToken: optional(NextToken),
    }),
    errors: USUAL_ERRORS,
    pages: 'Devices',
  }),
  SignOutUser: operation({
    http: post('/signOutUser'),
    access: 'Write',
    input: structure('SignOutUserRequest', { FleetArn: required(FleetArn), Username: required(Username) }),
    output: structure('SignOutUserResponse', {}),
    errors: USUAL_ERRORS,
  }),
} as const;
