/**
 * The compared systems, assembled from the stages: each is a small record with a configuration that learns from a
 * {@link syntic.method.CaptionTask} and then captions photos.
 */
package syntic.method;
