/**
 * What the compared systems share: the task that each learns from, the frozen models, and the decoder that most of them
 * train. Every paper has a package of its own below, with its configuration, its model and its trainer.
 */
package syntic.method;
