/**
 * Journals on Chronicle Queue: records of bytes that outlive a crash, bounded by size and age.
 *
 * <pre>
 *  any thread --RecordQueue (bounded, no lock)--> JournalThread --JournalWriter--> segments: SOURCE-STARTMS/
 *                                                                                  a queue each, and a file FORMAT
 *  JournalReader reads what a process left, however that ended
 * </pre>
 *
 * A process never appends to what another left: each begins a segment of its own, so there is no lock to recover and no tail to
 * mend. What a record means is its writer's affair. docs/recording.md says what is written when.
 */
@NullMarked
package brigade.journal;

import org.jspecify.annotations.NullMarked;
