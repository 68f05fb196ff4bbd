/** What one document may cost. Each is far above what any identity provider publishes. */
export interface XmlLimits {
  /** Length of the document, in Unicode code points, which is how the service counts. */
  readonly characters: number;
  /** Nesting of elements: a tree walk or a namespace look-up costs this much at most. */
  readonly depth: number;
  readonly elements: number;
  readonly attributesPerElement: number;
  /** Length of all character data and attribute values together, in UTF-16 code units. */
  readonly text: number;
}

/** The longest metadata document the service takes, in code points (service model: SamlMetadata, max). */
export const MAX_METADATA_CHARACTERS = 204_800;

export const DEFAULT_XML_LIMITS: XmlLimits = {
  characters: MAX_METADATA_CHARACTERS,
  depth: 100,
  elements: 20_000,
  attributesPerElement: 256,
  text: 2 * MAX_METADATA_CHARACTERS,
};
