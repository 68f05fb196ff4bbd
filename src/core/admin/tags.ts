import { type OperationInput } from '../contract/contract.js';
import { ownError } from '../errors.js';
import { type Backend } from '../ports/backend.js';
import { quote } from '../text.js';
import { checkInput, type Subject } from './check-input.js';
import { onFleet } from './names.js';

/** One tag of a fleet. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What tags may be (service model, TagKey, TagValue, TagMap), in plain words. */
export const TAG_RULE =
  'A fleet has at most 50 tags. A key has 1 to 128 letters, digits and characters of + - = . _ : / , ; < and does not begin with "aws:"; a value has at most 256 characters.';
const SUBJECTS: Readonly<Record<string, Subject>> = {
  Tags: { label: 'TAG', rule: TAG_RULE },
  TagKeys: { label: 'KEY', rule: TAG_RULE },
};

/** A fleet's tags, by key. @param fleet name or ARN. @throws WorklinkError `NotFound` */
export function listTags(backend: Backend, fleet: string): Promise<readonly Tag[]> {
  return onFleet(backend, fleet, (arn) => tagsOf(backend, arn));
}

/**
 * What setting tags would send, checked.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `InvalidInput`, also where the fleet would have too many tags
 */
export function planTags(
  backend: Backend,
  fleet: string,
  tags: Readonly<Record<string, string>>,
): Promise<OperationInput<'TagResource'>> {
  return onFleet(backend, fleet, async (arn) => {
    const input = { ResourceArn: arn, Tags: tags };
    checkInput('TagResource', input, SUBJECTS);
    const present = (await tagsOf(backend, arn)).map(({ key, value }) => [key, value] as const);
    // The limit is the map's own, so the map that would result is held against it.
    checkInput(
      'TagResource',
      { ...input, Tags: Object.fromEntries([...present, ...Object.entries(tags)]) },
      SUBJECTS,
    );
    return input;
  });
}

/** Sets tags as {@link planTags} has them. @returns all the fleet has then */
export async function setTags(
  backend: Backend,
  input: OperationInput<'TagResource'>,
): Promise<readonly Tag[]> {
  await backend.workLink.call('TagResource', input);
  return tagsOf(backend, input.ResourceArn);
}

/**
 * What removing tags would send, checked.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound` for the fleet and for a tag it does not have; `InvalidInput`
 */
export function planTagRemoval(
  backend: Backend,
  fleet: string,
  keys: readonly string[],
): Promise<OperationInput<'UntagResource'>> {
  return onFleet(backend, fleet, async (arn) => {
    const input = { ResourceArn: arn, TagKeys: [...new Set(keys)] };
    checkInput('UntagResource', input, SUBJECTS);
    const present = new Set((await tagsOf(backend, arn)).map(({ key }) => key));
    const missing = input.TagKeys.filter((key) => !present.has(key));
    if (missing.length > 0) {
      throw ownError('NotFound', `The fleet has no tag ${missing.map(quote).join(', ')}.`, {
        hint: present.size === 0 ? 'It has no tags.' : `It has: ${[...present].map(quote).join(', ')}.`,
      });
    }
    return input;
  });
}

/** Removes tags as {@link planTagRemoval} has them. @returns those that are left */
export async function removeTags(
  backend: Backend,
  input: OperationInput<'UntagResource'>,
): Promise<readonly Tag[]> {
  await backend.workLink.call('UntagResource', input);
  return tagsOf(backend, input.ResourceArn);
}

async function tagsOf({ workLink }: Backend, arn: string): Promise<readonly Tag[]> {
  const { Tags: tags = {} } = await workLink.call('ListTagsForResource', { ResourceArn: arn });
  return Object.entries(tags)
    .map(([key, value]) => ({ key, value }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
