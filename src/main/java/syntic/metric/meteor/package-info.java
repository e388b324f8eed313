/**
 * The parts of METEOR (Denkowski and Lavie 2014, <i>Meteor Universal: Language Specific Translation Evaluation for Any
 * Target Language</i>), English, with the parameters of its ranking task. {@link syntic.metric.Meteor} uses them.
 *
 * <p>In order: {@link syntic.metric.meteor.TextNormalizer} splits a caption, {@link syntic.metric.meteor.Lexicon}
 * knows stem and senses of each word, {@link syntic.metric.meteor.PossibleMatches} collects what may be aligned,
 * {@link syntic.metric.meteor.AlignmentSearch} chooses, {@link syntic.metric.meteor.MeteorStatistics} counts and
 * scores.
 */
package syntic.metric.meteor;

