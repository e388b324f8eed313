/**
 * Scores of generated captions against reference captions: BLEU-1…4, ROUGE-L, CIDEr-D and METEOR, per image and per
 * corpus, with bootstrap intervals. Start at {@link syntic.metric.CaptionScores}.
 *
 * <p>The definitions are those of the COCO caption evaluation (Chen et al. 2015, <i>Microsoft COCO Captions: Data
 * Collection and Evaluation Server</i>), whose numbers papers report, details and quirks included.
 */
package syntic.metric;

