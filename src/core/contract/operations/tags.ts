import { operation } from '../operation.js';
import { inPath, inQuery, optional, required, structure } from '../schema.js';
import { FleetArn, TagKeyList, TagMap } from '../shapes.js';

const TAGS_OF_A_RESOURCE = '/tags/{ResourceArn}';
const RESOURCE = { ResourceArn: inPath(FleetArn, 'ResourceArn') };

/** Tags of a resource. The model gives these operations one exception only. */
export const tagOperations = {
  ListTagsForResource: operation({
    http: { method: 'GET', uri: TAGS_OF_A_RESOURCE },
    access: 'Read',
    input: structure('ListTagsForResourceRequest', RESOURCE),
    output: structure('ListTagsForResourceResponse', { Tags: optional(TagMap) }),
    errors: ['InvalidRequestException'],
  }),
  TagResource: operation({
    http: { method: 'POST', uri: TAGS_OF_A_RESOURCE },
    access: 'Tagging',
    input: structure('TagResourceRequest', { ...RESOURCE, Tags: required(TagMap) }),
    output: structure('TagResourceResponse', {}),
    errors: ['InvalidRequestException'],
  }),
  UntagResource: operation({
    http: { method: 'DELETE', uri: TAGS_OF_A_RESOURCE },
    access: 'Tagging',
    input: structure('UntagResourceRequest', { ...RESOURCE, TagKeys: inQuery(TagKeyList, 'tagKeys') }),
    output: structure('UntagResourceResponse', {}),
    errors: ['InvalidRequestException'],
  }),
} as const;
