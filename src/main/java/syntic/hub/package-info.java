/**
 * Gets the full-size models from a Hugging Face hub into the cache that the Hugging Face libraries use too, and checks
 * them. Start at {@link syntic.hub.Hub}.
 */
package syntic.hub;

