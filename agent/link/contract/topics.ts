// Where messages travel. Topic names are random so that a broker's log does not say which base is which; one pattern a
// base is enough for the broker's access list. Knows nothing of what the messages say.

/** Contract version 1. A later, incompatible version takes another second level. */
const PREFIX = 'h/1';

/** Drawn at random at enrolment (32 hex digits will do) and written into both sides' configuration. */
const TOPIC_ID = /^[0-9a-z]{8,64}$/;

/**
 * The MQTT topics of one base.
 * @see CONTRACT.md, section 1
 */
export interface LinkTopics {
  /** Base to headquarters. */
  up: string;
  /** Headquarters to base. */
  down: string;
  /** The one pattern that a broker's access list needs for this base. */
  pattern: string;
}

/** Whether a text may stand in a topic: 8 to 64 of 0–9 a–z, so no wild card and no further level. */
export function isTopicId(text: string): boolean {
  return TOPIC_ID.test(text);
}

/**
 * The topics that belong to a base's topic id. A wild card in the id would open another base's topics.
 * @throws {RangeError} when the id is not of the agreed form
 */
export function buildLinkTopics(topicId: string): LinkTopics {
  if (!isTopicId(topicId)) throw new RangeError('a topic id is 8 to 64 of 0–9 a–z');
  return { up: `${PREFIX}/${topicId}/up`, down: `${PREFIX}/${topicId}/down`, pattern: `${PREFIX}/${topicId}/#` };
}
