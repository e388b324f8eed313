/**
 * The rendered world that stands for real photos and captions: scenes as graphs, pictures of them, sentences about
 * them, and their splits. Start with {@link syntic.miniature.world.MiniatureWorld}.
 *
 * <p>The miniature models are trained on exactly what is drawn and said here: a change to the pixels or sentences of a
 * seed, which two tests notice, means training all of them again.
 */
package syntic.miniature.world;

