/**
 * The stages of SynTIC, each a small class with a configuration record that holds the paper's values: synthesis,
 * encoding, refinement (equations 1 and 2), projection (3), object detection and fusion (4 and 5), the caption decoder
 * (6), evaluation.
 *
 * <p>Stages take and give plain values, above all {@link syntic.store.FeatureSet features by id}. None of them knows of
 * notebooks, of another stage's files or of the scale that it runs at.
 */
package syntic.stage;

