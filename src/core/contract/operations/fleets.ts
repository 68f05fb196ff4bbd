import { COLLECTION_ERRORS, CREATION_ERRORS, operation, post, USUAL_ERRORS } from '../operation.js';
import { optional, required, structure } from '../schema.js';
import {
  CompanyCode,
  DateTime,
  DisplayName,
  Flag,
  FleetArn,
  FleetName,
  FleetStatus,
  FleetSummaryList,
  MaxResults,
  NextToken,
  TagMap,
} from '../shapes.js';

export const fleetOperations = {
  CreateFleet: operation({
    http: post('/createFleet'),
    access: 'Write',
    input: structure('CreateFleetRequest', {
      FleetName: required(FleetName),
      DisplayName: optional(DisplayName),
      OptimizeForEndUserLocation: optional(Flag),
      Tags: optional(TagMap),
    }),
    output: structure('CreateFleetResponse', { FleetArn: optional(FleetArn) }),
    errors: CREATION_ERRORS,
  }),
  DeleteFleet: operation({
    http: post('/deleteFleet'),
    access: 'Write',
    input: structure('DeleteFleetRequest', { FleetArn: required(FleetArn) }),
    output: structure('DeleteFleetResponse', {}),
    errors: USUAL_ERRORS,
  }),
  DescribeFleetMetadata: operation({
    http: post('/describeFleetMetadata'),
    access: 'Read',
    input: structure('DescribeFleetMetadataRequest', { FleetArn: required(FleetArn) }),
    output: structure('DescribeFleetMetadataResponse', {
      CreatedTime: optional(DateTime),
      LastUpdatedTime: optional(DateTime),
      FleetName: optional(FleetName),
      DisplayName: optional(DisplayName),
      OptimizeForEndUserLocation: optional(Flag),
      CompanyCode: optional(CompanyCode),
      FleetStatus: optional(FleetStatus),
      Tags: optional(TagMap),
    }),
    errors: USUAL_ERRORS,
  }),
  ListFleets: operation({
    http: post('/listFleets'),
    access: 'List',
    input: structure('ListFleetsRequest', {
      NextToken: optional(NextToken),
      MaxResults: optional(MaxResults),
    }),
    output: structure('ListFleetsResponse', {
      FleetSummaryList: optional(FleetSummaryList),
      NextToken: optional(NextToken),
    }),
    errors: COLLECTION_ERRORS,
    pages: 'FleetSummaryList',
  }),
  UpdateFleetMetadata: operation({
    // The model has a capital U here, and here only.
    http: post('/UpdateFleetMetadata'),
    access: 'Write',
    input: structure('UpdateFleetMetadataRequest', {
      FleetArn: required(FleetArn),
      DisplayName: optional(DisplayName),
      OptimizeForEndUserLocation: optional(Flag),
    }),
    output: structure('UpdateFleetMetadataResponse', {}),
    errors: USUAL_ERRORS,
  }),
} as const;
