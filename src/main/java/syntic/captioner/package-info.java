/**
 * Captioners: folders that hold all that turns photos into captions except the frozen models, which they name by the
 * fingerprints of their tensors; the commands that train them and caption with them.
 */
package syntic.captioner;
